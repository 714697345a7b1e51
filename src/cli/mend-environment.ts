import { basename, dirname, join, relative } from 'node:path';
import type { MendedFile } from '../engine/mend/mended-files.ts';
import { isExample } from '../levels/compose-variables.ts';
import type { SourceObservation } from '../model/observations/source.ts';
import { textOf } from '../operations/environment/needed-variables.ts';
import {
  type EnvironmentSources,
  environmentSources,
  examplesBeside,
  planEnvironment,
} from '../operations/environment/plan-environment.ts';
import { keepOutOfGit, shownEnvironment } from '../operations/environment/write-environment.ts';
import { git } from '../probes/source/git.ts';

/** An .env file that lacks something, mended. */
export interface MendedEnvironment {
  readonly files: readonly MendedFile[];
  /** What is done, by name; values are shown nowhere. */
  readonly lines: readonly string[];
  /** Keeps what was written out of git; gives notes. */
  keepOut(): Promise<readonly string[]>;
}

const COMPOSE = /^(?:docker-)?compose(?:\.override)?\.ya?ml$/;

/** What failsafe.yaml names; else beside each compose file that has an example of its .env. */
async function sourcesIn(root: string, { files }: SourceObservation): Promise<EnvironmentSources[]> {
  const config = join(root, 'failsafe.yaml');
  const named = (await textOf(config)) === undefined ? undefined : await environmentSources(config);
  if (named !== undefined && named.composeFiles.length > 0) return [named];
  const compose = files.filter(({ path }) => COMPOSE.test(basename(path)));
  const folders = new Set(files.filter(isExample).map(({ path }) => dirname(path)));
  return [...folders].flatMap(folder => {
    const composeFiles = compose
      .filter(({ path }) => dirname(path) === folder)
      .map(({ path }) => join(root, path));
    const target = join(root, folder, '.env');
    return composeFiles.length === 0 ? [] : [{ target, composeFiles, examples: examplesBeside(target) }];
  });
}

/** The .env files of a repository with what they lack: from the example, and random where it is a secret. */
export async function mendEnvironment(root: string, project: SourceObservation): Promise<MendedEnvironment> {
  const files: MendedFile[] = [];
  const lines: string[] = [];
  for (const sources of await sourcesIn(root, project)) {
    const planned = await planEnvironment(sources, process.env);
    const { file, text, isNew, unknown } = planned;
    const path = relative(root, file);
    if (text === undefined || path.startsWith('..')) continue;
    if (await git(root, ['ls-files', '--error-unmatch', '--', path])) {
      lines.push(`   ${path} lacks ${shownEnvironment(planned)}; nothing is written where git tracks it`);
      continue;
    }
    const before = isNew ? undefined : await textOf(file);
    files.push({ path, before, after: (before ?? '') + text, runnable: false, isPrivate: true });
    lines.push(`   ${isNew ? 'write' : 'add to'} ${path}: ${shownEnvironment(planned)}`);
    if (unknown.length > 0) lines.push(`   ${path}: ${unknown.join(', ')} is for you to set`);
  }
  const keepOut = async () => {
    const notes = await Promise.all(files.map(({ path }) => keepOutOfGit(join(root, path))));
    return notes.flatMap(note => (note === undefined ? [] : [`   ${note}`]));
  };
  return { files, lines, keepOut };
}
