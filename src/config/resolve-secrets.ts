import { resolve } from 'node:path';
import { Secret } from '../model/secret.ts';
import { nearest } from './did-you-mean.ts';
import type { Flaw, Path } from './flaw.ts';
import { PendingSecret } from './pending-secret.ts';
import { readText } from './read-text.ts';
import type { Variables } from './variables.ts';

interface Resolved {
  readonly secrets: readonly Secret[];
  readonly flaws: readonly Flaw[];
}

/** A place in the file whose value is a secret that has yet to be read. */
export interface Pending {
  readonly secret: PendingSecret;
  readonly path: Path;
  put(secret: Secret): void;
}

type Container = Record<string | number, unknown>;

/** All pending secrets of a document, with where to put what they become. */
export function pendingIn(value: unknown, path: Path = []): Pending[] {
  if (typeof value !== 'object' || value === null) return [];
  const container = value as Container;
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap(key => {
    const inner = container[key];
    const here = [...path, key];
    if (!(inner instanceof PendingSecret)) return pendingIn(inner, here);
    const put = (secret: Secret) => {
      container[key] = secret;
    };
    return [{ secret: inner, path: here, put }];
  });
}

function unset(name: string, path: Path, variables: Variables): Flaw {
  const near = nearest(name, variables.names);
  return {
    code: 'CONFIG_UNSET_VARIABLE',
    path: [...path, 'env'],
    message: `the environment variable ${name} is unset or empty`,
    expected: 'the value of this secret, in the environment or in the file of stack.env',
    got: 'nothing',
    fix: near === undefined ? `Set ${name}.` : `Did you mean "${near}"?`,
    lacks: [['stack', 'env']],
  };
}

/** The value of a variable as the compose file gives it to a service. */
export type ComposeVariable = (service: string, name: string) => Promise<string | undefined>;

/** Replaces each {@link PendingSecret} of a decoded document, in place, by the secret itself. */
export async function resolveSecrets(
  document: unknown,
  root: string,
  variables: Variables,
  composeVariable: ComposeVariable,
): Promise<Resolved> {
  const flaws: Flaw[] = [];

  async function fromCompose(source: string, path: Path): Promise<Secret | undefined> {
    const at = source.lastIndexOf('.');
    const value = await composeVariable(source.slice(0, at), source.slice(at + 1));
    if (value) return new Secret(source, value);
    flaws.push({
      code: 'CONFIG_UNSET_VARIABLE',
      path: [...path, 'compose'],
      message: `the compose file gives ${source.slice(0, at)} no variable ${source.slice(at + 1)}, or an empty one`,
      expected: 'a variable under `environment` or in an `env_file` of that service',
      fix: 'Correct the names of the service and of its variable, or set it there.',
      lacks: [['stack', 'compose']],
    });
    return undefined;
  }

  async function read({ source }: PendingSecret, path: Path): Promise<Secret | undefined> {
    const { env, file, compose } = source;
    if (compose !== undefined) return fromCompose(compose, path);
    if (env !== undefined) {
      const value = variables.get(env);
      if (value === undefined) flaws.push(unset(env, path, variables));
      return value === undefined ? undefined : new Secret(env, value);
    }
    const content = await readText(resolve(root, file ?? ''));
    const text = 'text' in content ? content.text.replace(/\r?\n$/, '') : '';
    if (text !== '') return new Secret(file ?? '', text);
    flaws.push({
      code: 'reason' in content ? 'CONFIG_FILE_MISSING' : 'CONFIG_UNSET_VARIABLE',
      path: [...path, 'file'],
      message: `the secret file "${file}" ${'reason' in content ? content.reason : 'is empty'}`,
      fix: 'Correct the name, which is relative to failsafe.yaml, or write the value into the file.',
    });
    return undefined;
  }

  const secrets = await Promise.all(
    pendingIn(document).map(async ({ secret, path, put }) => {
      const found = await read(secret, path);
      if (found !== undefined) put(found);
      return found;
    }),
  );
  return { secrets: secrets.filter(secret => secret !== undefined), flaws };
}
