import { appendFile, writeFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { git } from '../../probes/source/git.ts';
import type { PlannedEnvironment } from './plan-environment.ts';

/** Keeps the file out of every commit of this clone, without a touch of anybody's .gitignore. */
export async function keepOutOfGit(file: string): Promise<string | undefined> {
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

/** What is given, by name, and where it comes from; never a value. */
export const shownEnvironment = ({ given }: PlannedEnvironment): string =>
  given
    .map(({ name, from }) => `${name} (${from === 'random' ? 'a random secret' : 'from the example'})`)
    .join(', ') || 'the example as it is';

/** Writes what is planned, over nothing that is there; gives a note on git, where there is one. */
export async function writeEnvironment({
  file,
  text,
  isNew,
}: PlannedEnvironment): Promise<string | undefined> {
  if (text === undefined) return undefined;
  // Never over what somebody else has written in the meantime
  if (isNew) await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  else await appendFile(file, text);
  return keepOutOfGit(file);
}
