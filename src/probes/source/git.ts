import { execa } from 'execa';

/** Runs git and gives what it prints; undefined when it refuses, as outside of a repository, or is not there. */
export async function git(
  root: string,
  args: readonly string[],
  options: { readonly input?: string; readonly signal?: AbortSignal } = {},
): Promise<Buffer | undefined> {
  const result = await execa('git', [...args], {
    cwd: root,
    encoding: 'buffer',
    reject: false,
    input: options.input ?? '',
    cancelSignal: options.signal,
    stripFinalNewline: false,
    maxBuffer: 2 ** 30,
  });
  options.signal?.throwIfAborted();
  return result.exitCode === 0 ? Buffer.from(result.stdout) : undefined;
}

/** The items of a list that git ends with zero bytes. */
export const zeroSeparated = (output: Buffer): string[] =>
  output
    .toString('utf8')
    .split('\0')
    .filter(item => item !== '');
