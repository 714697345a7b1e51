import { dirname, join, relative, resolve } from 'node:path';
import { styleFor } from '../../reporters/style.ts';
import { findConfigFile } from '../config/find-config-file.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { defaultComposeFiles } from '../init/compose-files.ts';
import { type Drift, findDrift } from '../init/find-drift.ts';
import { survey } from '../init/survey.ts';
import { type Problem, ProblemError } from '../model/problem.ts';
import type { DriftOptions } from './drift.ts';
import { loadIncomplete } from './load-incomplete.ts';

const TITLES = {
  'service unchecked': 'Services without a check',
  'port unchecked': 'Published ports without a target',
  'route unchecked': 'Routes without a check',
  'service gone': 'Names that the compose file does not have any more',
  'port gone': 'Targets whose port is not published any more',
  'route gone': 'Endpoints that the code has no route for any more',
} as const;

/** A name in failsafe.yaml that nothing has any more is drift, where it is all that is wrong with the file. */
function goneNames(problems: readonly Problem[]): Drift[] | undefined {
  if (!problems.every(({ code }) => code === 'CONFIG_UNKNOWN_REFERENCE')) return undefined;
  return problems.map(({ message, got, at }) => ({
    kind: 'service',
    state: 'gone',
    what: got?.replace(/^"|"$/g, '') ?? message,
    where: at === undefined ? message : `${at.file}:${at.line}: ${message}`,
  }));
}

async function load(file: string): Promise<LoadedConfig | Drift[]> {
  try {
    return (await loadIncomplete(file, 'compose')).loaded;
  } catch (error) {
    const gone = error instanceof ProblemError ? goneNames(error.problems) : undefined;
    if (gone === undefined) throw error;
    return gone;
  }
}

/** The files of stack.compose, and what compose itself would take beside them: an override that came later. */
function composeOf({ root, composeFiles }: LoadedConfig): string[] {
  if (!composeFiles.some(path => dirname(path) === root)) return [...composeFiles];
  const own = defaultComposeFiles(root).map(path => join(root, path));
  return own.some(path => composeFiles.includes(path))
    ? [...new Set([...composeFiles, ...own])]
    : [...composeFiles];
}

async function find(file: string): Promise<Drift[]> {
  const loaded = await load(file);
  if (Array.isArray(loaded)) return loaded;
  const root = dirname(file);
  const source = loaded.config.source?.folder;
  const folder = source === undefined ? root : resolve(root, source);
  const found = await survey({
    root: folder,
    compose: composeOf(loaded).map(path => relative(folder, path)),
    environment: { ...loaded.stackEnvironment, ...process.env },
    signal: new AbortController().signal,
  });
  return findDrift(found, loaded);
}

function text(file: string, drift: readonly Drift[]): string {
  const style = styleFor(process.stdout);
  if (drift.length === 0) return `\n ${style.green('✓')} ${file} and the project fit\n\n`;
  const groups = Map.groupBy(drift, ({ kind, state }) => `${kind} ${state}` as keyof typeof TITLES);
  const blocks = [...groups].map(([key, members]) =>
    [
      ` ${style.red('✗')} ${TITLES[key]}`,
      ...members.map(
        ({ what, where }) => `     ${what}${where === undefined ? '' : style.dim(`  ${where}`)}`,
      ),
    ].join('\n'),
  );
  return `\n${blocks.join('\n\n')}\n\n   failsafe init --diff shows what init would write for what is new.\n\n`;
}

/** Prints what the project and its failsafe.yaml do not have in common; 1 when there is something. */
export async function showDrift(options: DriftOptions): Promise<number> {
  const file = await findConfigFile(options.config);
  const drift = await find(file);
  const output = options.json
    ? `${JSON.stringify({ file, drift }, null, 2)}\n`
    : text(relative(process.cwd(), file) || file, drift);
  process.stdout.write(output);
  return drift.length === 0 ? 0 : 1;
}
