import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { parseEnvFile } from '../../config/env-file.ts';
import { isMap } from '../../config/is-map.ts';
import { looksSecret } from '../../config/looks-secret.ts';
import { databasePasswords, hasDatabaseVolume } from './database-volume.ts';
import { neededVariables, textOf, yamlOf } from './needed-variables.ts';

const EXAMPLES = ['.env.example', '.env.sample', '.env.dist', 'example.env'];
const SECRET_BYTES = 24;
const ADDED = '# Added by failsafe';

type Environment = Readonly<Record<string, string | undefined>>;

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
  /** Of these the passwords of databases that have their volume already. */
  readonly kept: readonly string[];
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

/** What says which variables there are. */
export interface EnvironmentSources {
  /** The file that is to set them. */
  readonly target: string;
  readonly composeFiles: readonly string[];
  /** The first one that is there counts. */
  readonly examples: readonly string[];
  /** failsafe.yaml, where there is one. */
  readonly document?: unknown;
}

/** The examples that stand beside a file. */
export const examplesBeside = (file: string): string[] => EXAMPLES.map(name => join(dirname(file), name));

/** What failsafe.yaml says of the environment. */
export async function environmentSources(file: string): Promise<EnvironmentSources> {
  const root = dirname(file);
  const document = yamlOf(await textOf(file));
  const section = (name: string) => (isMap(document) && isMap(document[name]) ? document[name] : {});
  const { compose, env } = section('stack');
  const composeFiles = [compose ?? []].flat().map(name => resolve(root, String(name)));
  const target =
    typeof env === 'string' ? resolve(root, env) : join(dirname(composeFiles[0] ?? file), '.env');
  const named = section('setup').example;
  const examples = typeof named === 'string' ? [resolve(root, named)] : examplesBeside(target);
  return { target, composeFiles, examples, document };
}

/** The value of a variable that nobody has set; undefined where nobody can make one up. */
function valueFor(name: string, offered: string | undefined, kept: ReadonlySet<string>) {
  if (offered) return { value: offered, from: 'example' } as const;
  return looksSecret(name) && !kept.has(name)
    ? ({ value: makeSecret(), from: 'random' } as const)
    : undefined;
}

/**
 * Finds out which variables failsafe.yaml, the compose files and the example want and nobody has set. Nothing is
 * written. The password of a database that has its volume already is not made up: it would no longer open it.
 */
export async function planEnvironment(
  { target, composeFiles, examples, document }: EnvironmentSources,
  environment: Environment,
): Promise<PlannedEnvironment> {
  const texts = await Promise.all(examples.map(textOf));
  const example = texts.find(text => text !== undefined) ?? '';
  const before = await textOf(target);
  const present = parseEnvFile(before ?? '', target, environment).variables;
  const offered = parseEnvFile(example, 'example', environment).variables;
  const lookup = (name: string) => environment[name] || present[name];
  const sources = await Promise.all(composeFiles.map(async one => yamlOf(await textOf(one))));
  const wanted = neededVariables([document, ...sources], lookup);
  const open = [...new Set([...Object.keys(offered), ...wanted])].filter(name => !lookup(name));
  const passwords = databasePasswords(sources).filter(name => open.includes(name) && !offered[name]);
  const folder = dirname(composeFiles[0] ?? target);
  const hasVolume = passwords.length > 0 && (await hasDatabaseVolume({ folder, composeFiles, document }));
  const kept = new Set(hasVolume ? passwords : []);
  const values = new Map<string, string>();
  const given: PlannedEnvironment['given'][number][] = [];
  for (const name of open) {
    const made = valueFor(name, offered[name], kept);
    if (made === undefined) continue;
    values.set(name, made.value);
    given.push({ name, from: made.from });
  }
  const unknown = [...wanted].filter(name => !values.has(name));
  const isNew = before === undefined;
  const common = { file: target, isNew, given, unknown, kept: [...kept] };
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
