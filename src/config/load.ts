import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { type Problem, ProblemError } from '../model/problem.ts';
import type { Secret } from '../model/secret.ts';
import type { RuntimeName } from '../model/stack.ts';
import { buildTopology } from './build-topology.ts';
import { chooseRuntime } from './choose-runtime.ts';
import { dotEnv } from './compose/dot-env.ts';
import { serviceVariables } from './compose/service-variables.ts';
import { type ReadCompose, readComposeFiles } from './compose-file.ts';
import { deepFreeze } from './deep-freeze.ts';
import { findConfigFile } from './find-config-file.ts';
import { byPosition, type Flaw, type Path, toProblem } from './flaw.ts';
import { literalsOf } from './literal-secrets.ts';
import type { LoadedConfig } from './loaded-config.ts';
import { type Made, noCache, parseCache } from './parse-cache.ts';
import { type Prepared, prepare, type Surroundings } from './prepare.ts';
import { readText } from './read-text.ts';
import { type ComposeVariable, resolveSecrets } from './resolve-secrets.ts';
import { resolveTargets } from './resolve-targets.ts';
import type { Config } from './schema/config.ts';
import { checkFile, checkSurroundings } from './semantics/check-semantics.ts';
import { type Facts, keysAt, targetKinds } from './semantics/facts.ts';
import { createLocator, type Locate } from './source/locate.ts';
import { type ParsedYaml, parseYaml, unparsedYaml } from './source/parse-yaml.ts';
import { followsFrom, isUnsure, valueAt } from './structure/cuts.ts';

/** What to load, and from where. */
export interface LoadOptions {
  /** Default: FAILSAFE_CONFIG, else failsafe.yaml (or .yml) in `cwd` or in the nearest folder above. */
  readonly file?: string;
  /** Default: the working directory. */
  readonly cwd?: string;
  /** Overrides FAILSAFE_RUNTIME and the file. */
  readonly runtime?: RuntimeName;
  /** Default: the environment of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Variables to take instead of those in the file of `stack.env`, which may not be there yet. */
  readonly stackEnvironment?: Readonly<Record<string, string>>;
  /** Instead of what the file holds: it need not be there yet. */
  readonly text?: string;
}

/** Names of files as people see them: relative to where they are. */
const shownFrom = (cwd: string) => (file: string) => {
  const path = relative(cwd, file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
};

const distinct = (secrets: readonly Secret[]): Secret[] => [
  ...new Map(secrets.map(secret => [secret.reveal(), secret])).values(),
];

interface ReadDocument extends ParsedYaml {
  /** What was made of the same text before. */
  readonly made?: Made;
  /** To be called when nothing is wrong with the document, before secrets are put into what it decodes to. */
  remember(config: Config): Promise<void>;
}

/** A value that depends on no variable. */
const isPlain = (value: unknown): boolean => !JSON.stringify(value).includes('${');

async function readDocument(file: string, shown: string, given?: string): Promise<ReadDocument> {
  const content = given === undefined ? await readText(file) : { text: given };
  if ('text' in content) {
    const { text } = content;
    const cache = given === undefined ? parseCache(dirname(file)) : noCache;
    const made = await cache.recall(file, text);
    if (made !== undefined) {
      const value = { of: made.document };
      return {
        source: unparsedYaml(text, shown),
        value,
        problems: [],
        made,
        remember: () => Promise.resolve(),
      };
    }
    const parsed = parseYaml(text, shown);
    const remember = async (config: Config) => {
      const document = parsed.value?.of;
      if (parsed.problems.length > 0) return;
      await cache.remember(file, text, { document, ...(isPlain(document) && { config }) });
    };
    return { ...parsed, remember };
  }
  const message = `${shown} ${content.reason}`;
  throw new ProblemError([
    {
      code: 'CONFIG_FILE_MISSING',
      message,
      fix: 'Correct the name, or leave it out to have failsafe.yaml found.',
    },
  ]);
}

interface Described extends ReadCompose {
  readonly files: readonly string[];
}

async function readCompose(
  config: Config,
  prepared: Prepared,
  where: Surroundings,
  locate: Locate,
): Promise<Described> {
  const compose = config.stack?.compose ?? [];
  const listed = typeof compose !== 'string';
  const files = (listed ? compose : [compose]).map(file => resolve(where.root, file));
  if (files.length === 0 || isUnsure(prepared.cuts, ['stack', 'compose']))
    return { files, problems: [], raw: new Map() };
  const [first = where.root] = files;
  const given = config.stack?.env ?? where.stackEnvironment;
  const variables =
    given === undefined ? dotEnv(dirname(first), where.environment) : prepared.stackEnvironment;
  const read = await readComposeFiles(files, {
    cache: parseCache(where.root),
    lookup: name => where.environment[name] ?? variables[name],
    show: where.show,
    at: index => locate(prepared.original(['stack', 'compose', ...(listed ? [index] : [])]), 'value'),
  });
  return { files, ...read };
}

/**
 * Loads failsafe.yaml: reads, checks, fills in variables and secrets, resolves targets and the topology, and freezes.
 *
 * @throws ProblemError with all problems of the file, each with its place.
 */
export async function loadConfig(options: LoadOptions = {}): Promise<LoadedConfig> {
  const { environment = process.env } = options;
  const cwd = resolve(options.cwd ?? process.cwd());
  const asked = chooseRuntime(options.runtime, environment.FAILSAFE_RUNTIME);
  const file = await findConfigFile(options.file, { cwd, environment });
  const { stackEnvironment } = options;
  const where: Surroundings = { root: dirname(file), environment, stackEnvironment, show: shownFrom(cwd) };

  const {
    source,
    value: document,
    problems: syntax,
    doubled = [],
    made,
    remember,
  } = await readDocument(file, where.show(file), options.text);
  if (document === undefined) throw new ProblemError(syntax);
  const prepared = await prepare(document.of, where, { doubled, made });
  const locate = createLocator(source);
  const fail = (flaws: readonly Flaw[], problems: readonly Problem[]): never => {
    const all = [...syntax, ...prepared.problems, ...problems, ...flaws.map(flaw => toProblem(flaw, locate))];
    throw new ProblemError(all.sort(byPosition));
  };
  const { config } = prepared;
  if (config === undefined) return fail(prepared.flaws, []);

  const compose = await readCompose(config, prepared, where, locate);
  const topology = buildTopology(config, compose.project);
  const runtime = asked ?? config.stack?.runtime ?? 'compose';
  const written = (path: Path) => valueAt(document.of, prepared.original(path));
  // Without any description that is what is said, not that each service is unknown.
  const read = compose.files.length === 0 ? config.stack?.processes : compose.project;
  const described = read !== undefined && !isUnsure(prepared.cuts, ['stack', 'compose']);
  const facts: Facts = {
    config,
    written,
    root: where.root,
    runtime,
    compose: compose.project,
    services: described ? [...topology.services, ...keysAt(written, 'stack', 'processes')] : undefined,
    targets: targetKinds(config, written, prepared.cuts),
  };
  const inFile = made?.config === undefined ? await checkFile(facts) : [];
  if (prepared.flaws.length + prepared.problems.length + inFile.length === 0) await remember(config);
  const found = [...inFile, ...(await checkSurroundings(facts))];
  const composeVariable: ComposeVariable = async (service, name) => {
    const [first = file] = compose.files;
    const raw = compose.raw.get(service);
    return raw && (await serviceVariables(raw, dirname(first), prepared.variables.get))[name];
  };
  const secrets = await resolveSecrets(config, where.root, prepared.variables, composeVariable);
  const later = [...found, ...secrets.flaws]
    .map(flaw => ({
      ...flaw,
      path: prepared.original(flaw.path),
      lacks: flaw.lacks?.map(prepared.original),
    }))
    .filter(flaw => !followsFrom(prepared.cuts, document.of, flaw));
  const flaws = [...prepared.flaws, ...later];
  if (flaws.length + syntax.length + prepared.problems.length + compose.problems.length > 0) {
    return fail(flaws, compose.problems);
  }
  return deepFreeze({
    config,
    file,
    root: where.root,
    runtime,
    topology,
    ...(await resolveTargets(config, where.root)),
    composeFiles: compose.files,
    compose: compose.project,
    stackEnvironment: prepared.stackEnvironment,
    secrets: distinct([...secrets.secrets, ...prepared.secrets, ...literalsOf(config)]),
    place: (flaw: Flaw) => toProblem({ ...flaw, path: prepared.original(flaw.path) }, locate),
  });
}
