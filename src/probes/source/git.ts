import { execFile } from 'node:child_process';

const MOST_BYTES = 2 ** 30;

/** What git may not do on its own while somebody else holds its lock, as `git commit` does around a hook. */
export const gitEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, GIT_OPTIONAL_LOCKS: '0' });

/**
 * Runs git and gives what it prints; undefined when it refuses, as outside of a repository, or is not there. By Node itself:
 * execa has a hundred modules, and whoever commits waits for them.
 */
export function git(
  root: string,
  args: readonly string[],
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  const options = {
    cwd: root,
    encoding: 'buffer',
    env: gitEnvironment(),
    maxBuffer: MOST_BYTES,
    signal,
  } as const;
  const child = execFile('git', [...args], options, (error, stdout) => {
    if (signal?.aborted) reject(signal.reason);
    else resolve(error === null ? stdout : undefined);
  });
  child.stdin?.end();
  return promise;
}

/** The items of a list that git ends with zero bytes. */
export const zeroSeparated = (output: Buffer): string[] =>
  output
    .toString('utf8')
    .split('\0')
    .filter(item => item !== '');
