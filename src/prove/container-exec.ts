import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { demultiplex } from '../runtimes/docker/demultiplex.ts';
import type { ExecOutcome } from '../runtimes/docker/exec.ts';

export type { ExecOutcome };

/** Runs a command in a container to its end, as root with every capability unless a user is named. */
export async function runExec(
  container: Docker.Container,
  command: readonly string[],
  user?: string,
): Promise<ExecOutcome> {
  const created = await container.exec({
    Cmd: [...command],
    User: user ?? 'root',
    Privileged: user === undefined,
    AttachStdout: true,
    AttachStderr: true,
  });
  const output = demultiplex(await buffer(await created.start({}))).toString('utf8');
  const { ExitCode } = await created.inspect();
  return { exitCode: ExitCode ?? -1, output };
}
