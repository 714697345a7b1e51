import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { defaultComposeFiles } from '../init/compose-files.ts';
import { type Drift, findDrift } from '../init/find-drift.ts';
import { survey } from '../init/survey.ts';
import { type Problem, ProblemError } from '../model/problem.ts';
import { loadIncomplete } from './load-incomplete.ts';

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

/**
 * What a failsafe.yaml and the files beside it do not have in common. Needs no stack.
 *
 * @throws ProblemError when the file is wrong in another way
 */
export async function driftOf(file: string): Promise<Drift[]> {
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
  return findDrift(found, loaded, await readFile(file, 'utf8'));
}
