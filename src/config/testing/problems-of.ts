import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Problem, ProblemError } from '../../model/problem.ts';
import { type LoadOptions, loadConfig } from '../load.ts';

/** The problems that loading ends with; none when it succeeds. */
export async function problemsOf(options: LoadOptions): Promise<readonly Problem[]> {
  try {
    await loadConfig({ environment: {}, ...options });
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** `CODE line:column`, with the file where it is not failsafe.yaml. */
export const placed = ({ code, at }: Problem): string =>
  `${code} ${at?.line}:${at?.column}${at === undefined || at.file.startsWith('failsafe.') ? '' : ` in ${at.file}`}`;

/** A folder with files that is removed in the end. */
export async function folderWith(files: Readonly<Record<string, string>>) {
  const path = await mkdtemp(join(tmpdir(), 'failsafe-config-'));
  const write = async (name: string, text: string): Promise<string> => {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  };
  for (const [name, text] of Object.entries(files)) await write(name, text);
  return { path, write, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
