import { randomBytes } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { replaceVariables } from '../../config/compose/compose-variables.ts';
import { parseEnvFile } from '../../config/env-file.ts';
import { isMap } from '../../config/is-map.ts';
import { looksSecret } from '../../config/looks-secret.ts';
import { ProblemError } from '../../model/problem.ts';
import { git } from '../../probes/source/git.ts';
import type { Step } from '../step.ts';

const EXAMPLES = ['.env.example', '.env.sample', '.env.dist', 'example.env'];
const SECRET_BYTES = 24;
const ADDED = '# Added by failsafe setup';

type Environment = Readonly<Record<string, string | undefined>>;

const textOf = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

/** What cannot be read is told of by whoever loads it. */
function yamlOf(text: string | undefined): unknown {
  try {
    return parse(text ?? '', { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const one of value) yield* textsIn(one);
  else if (isMap(value)) for (const one of Object.values(value)) yield* textsIn(one);
}

/** Names in `{ env: NAME }`. */
function* secretsIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const one of value) yield* secretsIn(one);
  if (!isMap(value)) return;
  const keys = Object.keys(value);
  if (keys.length === 1 && typeof value.env === 'string') yield value.env;
  else for (const one of Object.values(value)) yield* secretsIn(one);
}

/** Variables without which something would be empty. */
function needed(documents: readonly unknown[], lookup: (name: string) => string | undefined): Set<string> {
  const missing = new Set<string>();
  for (const document of documents)
    for (const text of textsIn(document)) replaceVariables(text, lookup, name => void missing.add(name));
  for (const name of secretsIn(documents[0])) if (!lookup(name)) missing.add(name);
  return missing;
}

/** What is to be written, and where. */
export interface PlannedEnvironment {
  readonly file: string;
  /** Text of a new file, or what is appended to the one that is there; undefined: nothing is missing. */
  readonly text?: string;
  readonly isNew: boolean;
  /** Names of the variables that get a value, and where it comes from. */
  readonly given: readonly { readonly name: string; readonly from: 'random' | 'example' }[];
  /** Names that nobody can make up. */
  readonly unknown: readonly string[];
}

const makeSecret = () => randomBytes(SECRET_BYTES).toString('base64url');

/** A line `NAME=` of the example gets its value; all else stays as it is. */
const fillIn = (example: string, values: ReadonlyMap<string, string>): string =>
  example.replace(
    /^([ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=)[ \t]*$/gm,
    (line, start: string, name: string) => {
      const value = values.get(name);
      return value === undefined ? line : start + value;
    },
  );

/**
 * Finds out which variables failsafe.yaml, the compose files and the example want and nobody has set. Nothing is
 * written.
 *
 * @param file failsafe.yaml
 */
export async function planEnvironment(file: string, environment: Environment): Promise<PlannedEnvironment> {
  const root = dirname(file);
  const document = yamlOf(await textOf(file));
  const section = (name: string) => (isMap(document) && isMap(document[name]) ? document[name] : {});
  const { compose, env } = section('stack');
  const composeFiles = [compose ?? []].flat().map(name => resolve(root, String(name)));
  const target =
    typeof env === 'string' ? resolve(root, env) : join(dirname(composeFiles[0] ?? file), '.env');
  const named = section('setup').example;
  const examples =
    typeof named === 'string' ? [resolve(root, named)] : EXAMPLES.map(name => join(dirname(target), name));
  const texts = await Promise.all(examples.map(textOf));
  const example = texts.find(text => text !== undefined) ?? '';
  const before = await textOf(target);
  const present = parseEnvFile(before ?? '', target, environment).variables;
  const offered = parseEnvFile(example, 'example', environment).variables;
  const lookup = (name: string) => environment[name] || present[name];
  const sources = await Promise.all(composeFiles.map(async one => yamlOf(await textOf(one))));
  const wanted = needed([document, ...sources], lookup);
  const names = new Set([...Object.keys(offered), ...wanted]);
  const values = new Map<string, string>();
  const given: PlannedEnvironment['given'][number][] = [];
  for (const name of names) {
    if (lookup(name)) continue;
    const secret = looksSecret(name);
    const value = offered[name] || (secret ? makeSecret() : undefined);
    if (value === undefined) continue;
    values.set(name, value);
    given.push({ name, from: offered[name] ? 'example' : 'random' });
  }
  const unknown = [...wanted].filter(name => !values.has(name));
  const isNew = before === undefined;
  const common = { file: target, isNew, given, unknown };
  if (given.length === 0 && !(isNew && example !== '')) return common;
  if (!isNew) {
    const lines = given.map(({ name }) => `${name}=${values.get(name)}\n`).join('');
    return { ...common, text: `${before.endsWith('\n') || before === '' ? '' : '\n'}${ADDED}\n${lines}` };
  }
  const filled = fillIn(example, values);
  const more = given
    .filter(({ name }) => !(name in offered))
    .map(({ name }) => `${name}=${values.get(name)}\n`);
  return { ...common, text: filled + (filled === '' || filled.endsWith('\n') ? '' : '\n') + more.join('') };
}

/** Keeps the file out of every commit of this clone, without a touch of anybody's .gitignore. */
async function ignore(file: string): Promise<string | undefined> {
  const folder = dirname(file);
  const top = (await git(folder, ['rev-parse', '--show-toplevel']))?.toString('utf8').trim();
  if (!top) return undefined;
  if (await git(folder, ['ls-files', '--error-unmatch', basename(file)]))
    return `git tracks ${basename(file)}: take it out with \`git rm --cached\``;
  if (await git(folder, ['check-ignore', '-q', basename(file)])) return undefined;
  const exclude = (await git(folder, ['rev-parse', '--git-path', 'info/exclude']))?.toString('utf8').trim();
  if (!exclude) return undefined;
  await appendFile(resolve(folder, exclude), `\n/${relative(top, file)}\n`);
  return `${basename(file)} is kept out of git by .git/info/exclude`;
}

/** The step that writes what is missing; what is set already stays as it is. */
export function environmentStep(planned: PlannedEnvironment): Step {
  const { file, text, isNew, given, unknown } = planned;
  const shown = given.map(
    ({ name, from }) => `${name} (${from === 'random' ? 'a random secret' : 'from the example'})`,
  );
  const acts =
    text === undefined
      ? []
      : [`${isNew ? 'write' : 'append to'} ${file}: ${shown.join(', ') || 'the example as it is'}`];
  return {
    id: 'environment',
    title: 'set the variables of the environment',
    acts,
    async run() {
      if (unknown.length > 0) {
        throw new ProblemError([
          {
            code: 'ENVIRONMENT_INCOMPLETE',
            message: `${unknown.join(', ')} ${unknown.length === 1 ? 'is' : 'are'} not set, and nobody can make up a value`,
            fix: `Set ${unknown.length === 1 ? 'it' : 'them'} in ${file}.`,
          },
        ]);
      }
      if (text === undefined) return 'all are set';
      // Never over what somebody else has written in the meantime
      if (isNew) await writeFile(file, text, { flag: 'wx', mode: 0o600 });
      else await appendFile(file, text);
      const kept = await ignore(file);
      return [`${shown.join(', ') || 'the example'} in ${file}`, kept].filter(Boolean).join('; ');
    },
  };
}
