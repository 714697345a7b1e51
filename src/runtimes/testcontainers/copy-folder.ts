import { execa } from 'execa';
import { ProblemError } from '../../model/problem.ts';
import type { Engine } from '../docker/engine.ts';
import { listContainers, serviceOf } from '../docker/project-containers.ts';
import type { CopiedFolder } from './isolate-mounts.ts';
import { lastLines } from './run-compose.ts';

/** A name as a tar pattern for exactly this path. */
const excluded = (path: string): string => `--exclude=./${path}`;

/**
 * Copies a folder into the containers of a run that have been created and not yet started. It lands in the volume that
 * stands in for the folder.
 */
export async function copyFolder(
  engine: Engine,
  project: string,
  { service, source, target, without }: CopiedFolder,
  signal: AbortSignal,
): Promise<void> {
  const containers = await listContainers(engine, project, signal);
  const container = containers.find(one => serviceOf(one) === service);
  if (container === undefined) return;
  const archive = execa('tar', ['-C', source, ...without.map(excluded), '-cf', '-', '.'], {
    cancelSignal: signal,
    encoding: 'buffer',
    buffer: { stdout: false },
    reject: false,
  });
  const copied = await archive.pipe('docker', ['cp', '-a', '-', `${container.Id}:${target}`], {
    cancelSignal: signal,
    reject: false,
  });
  signal.throwIfAborted();
  const failed = [await archive, copied].find(result => result.failed);
  if (failed === undefined) return;
  const causes = lastLines(String(failed.stderr));
  throw new ProblemError([
    {
      code: 'STACK_START_FAILED',
      message: `${source} could not be copied for ${service}, which may write to it`,
      causes,
      fix: 'Make the folder readable for this user, or mount it read-only (`:ro`) in the compose file.',
    },
  ]);
}
