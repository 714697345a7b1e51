import { resolve } from 'node:path';
import type { Problem } from '../model/problem.ts';
import { Secret } from '../model/secret.ts';
import { parseEnvFile } from './env-file.ts';
import type { Flaw, Path } from './flaw.ts';
import { interpolate } from './interpolate.ts';
import { isMap } from './is-map.ts';
import { secretVariables } from './looks-secret.ts';
import type { Made } from './parse-cache.ts';
import { readText } from './read-text.ts';
import type { Config } from './schema/config.ts';
import type { Structure } from './structure/check-structure.ts';
import { type Cut, followsFrom, valueAt } from './structure/cuts.ts';
import type { Shown } from './structure/explained.ts';
import type { SoundPart } from './structure/sound-part.ts';
import { type Variables, variablesOf } from './variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a file is loaded. */
export interface Surroundings {
  /** The folder of failsafe.yaml. */
  readonly root: string;
  readonly environment: Environment;
  /** Instead of the file of `stack.env`. */
  readonly stackEnvironment?: Readonly<Record<string, string>>;
  /** The name of a file as people see it. */
  show(file: string): string;
}

/** A document checked, its variables replaced, and decoded. Paths of `flaws` are those of the document. */
export interface Prepared {
  readonly flaws: readonly Flaw[];
  readonly problems: readonly Problem[];
  /** The sound part, secrets still pending; undefined when nothing can be made of the document. */
  readonly config?: Config;
  /** The place in the document of a value of `config`. */
  original(path: Path): Path;
  /** What of the document is not in `config` as it was written; places are those of the document. */
  readonly cuts: readonly Cut[];
  readonly stackEnvironment: Readonly<Record<string, string>>;
  readonly variables: Variables;
  /** Variables that are likely secrets and stand in texts or in the environment of the stack. */
  readonly secrets: readonly Secret[];
}

interface StackEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  readonly flaws: readonly Flaw[];
  readonly problems: readonly Problem[];
}

async function readStackEnvironment(document: unknown, where: Surroundings): Promise<StackEnvironment> {
  const given = where.stackEnvironment;
  if (given !== undefined) return { variables: given, flaws: [], problems: [] };
  const named = isMap(document) && isMap(document.stack) ? document.stack.env : undefined;
  if (typeof named !== 'string') return { variables: {}, flaws: [], problems: [] };
  const name = interpolate(named, variablesOf(where.environment));
  if (name.flaws.length > 0) return { variables: {}, flaws: [], problems: [] };
  const file = resolve(where.root, String(name.value));
  const content = await readText(file);
  if ('text' in content)
    return { flaws: [], ...parseEnvFile(content.text, where.show(file), where.environment) };
  const flaw: Flaw = {
    code: 'CONFIG_FILE_MISSING',
    path: ['stack', 'env'],
    message: `the file of stack.env, ${JSON.stringify(named)}, ${content.reason}`,
    fix: 'Create it, or correct its name, which is relative to failsafe.yaml.',
  };
  return { variables: {}, flaws: [flaw], problems: [] };
}

/** What is known of a document. */
interface Known {
  /** Where it has a key twice. */
  readonly doubled: readonly Path[];
  /** What was made of it before: it keeps to the schema. */
  readonly made?: Made;
}

/** The schema and its library are loaded when a document has to be held against it. */
const checkStructure = async (document: unknown, shown?: Shown): Promise<Structure> =>
  (await import('./structure/check-structure.ts')).checkStructure(document, shown);

const decode = async (document: unknown): Promise<Config> => (await import('./decode.ts')).decode(document);

const asItIs = (value: unknown): SoundPart => ({ value, original: path => path, cuts: [] });

/** Takes a document from YAML to a decoded config, and collects all that is wrong on the way. */
export async function prepare(
  document: unknown,
  where: Surroundings,
  { doubled, made }: Known,
): Promise<Prepared> {
  const written: Structure =
    made === undefined ? await checkStructure(document) : { flaws: [], sound: asItIs(document) };
  const stack = await readStackEnvironment(written.sound?.value, where);
  const variables = variablesOf(where.environment, stack.variables);
  const common = { problems: stack.problems, stackEnvironment: stack.variables, variables };
  if (written.sound === undefined) {
    return { ...common, flaws: written.flaws, original: path => path, cuts: [], secrets: [] };
  }
  const { sound } = written;
  const filled =
    made?.config === undefined
      ? interpolate(sound.value, variables)
      : { value: made.config, changed: false, flaws: [], used: {} };
  const missingFile = stack.flaws.map(flaw => ({ ...flaw, path: sound.original(flaw.path) }));
  const before: Cut[] = [
    ...doubled.map(path => ({ path, doubled: true })),
    ...sound.cuts,
    ...missingFile.map(({ path }) => ({ path })),
  ];
  const unset = filled.flaws
    .map(flaw => ({ ...flaw, path: sound.original(flaw.path) }))
    .filter(flaw => !followsFrom(before, document, flaw));
  const secrets = secretVariables({ ...stack.variables, ...filled.used }).map(
    ([name, value]) => new Secret(name, value),
  );

  // A variable may have put a value where the schema does not allow it; that value is never shown.
  const final = filled.changed
    ? await checkStructure(filled.value, path => valueAt(sound.value, path))
    : { flaws: [], sound: asItIs(filled.value) };
  const original = (path: Path) => sound.original(final.sound?.original(path) ?? path);
  return {
    ...common,
    flaws: [
      ...written.flaws,
      ...missingFile,
      ...unset,
      ...final.flaws.map(flaw => ({ ...flaw, path: sound.original(flaw.path) })),
    ],
    config: made?.config ?? (final.sound && (await decode(final.sound.value))),
    original,
    cuts: [
      ...before,
      ...filled.flaws.map(({ path }): Cut => ({ path: sound.original(path) })),
      ...(final.sound?.cuts ?? []).map(cut => ({ ...cut, path: sound.original(cut.path) })),
    ],
    secrets,
  };
}
