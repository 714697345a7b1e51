import { execa } from 'execa';
import { ProblemError } from '../../model/problem.ts';
import type { CopiedFolder } from './isolate-mounts.ts';
import { lastLines } from './run-compose.ts';

/** Copies a folder into a container, with the owners and modes of its files. */
export async function pipeFolder(
  { service, source, target, without }: CopiedFolder,
  container: string,
  signal: AbortSignal,
): Promise<void> {
  const exclude = without.map(path => `--exclude=./${path}`);
  const archive = execa('tar', ['-C', source, ...exclude, '-cf', '-', '.'], {
    buffer: { stdout: false },
    cancelSignal: signal,
    encoding: 'buffer',
    reject: false,
  });
  const copied = await archive.pipe('docker', ['cp', '-a', '-', `${container}:${target}`], {
    cancelSignal: signal,
    reject: false,
  });
  signal.throwIfAborted();
  const failed = [await archive, copied].find(result => result.failed);
  if (failed === undefined) return;
  throw new ProblemError([
    {
      code: 'STACK_START_FAILED',
      message: `${source} could not be copied for ${service}, which may write to it`,
      causes: lastLines(Buffer.from(failed.stderr).toString()),
      fix: 'Make the folder readable for this user, or mount it read-only (`:ro`) in the compose file.',
    },
  ]);
}
