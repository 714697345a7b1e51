import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { demultiplex } from '../runtimes/docker/demultiplex.ts';

/**
 * Runs a command in a container, as the user that the container runs as unless another is named, and gives what it
 * wrote. One that fails is an error: what a fault relies on must not fail in silence.
 */
export async function runExec(
  container: Docker.Container,
  command: readonly string[],
  user?: string,
): Promise<string> {
  const created = await container.exec({
    Cmd: [...command],
    User: user,
    AttachStdout: true,
    AttachStderr: true,
  });
  const output = demultiplex(await buffer(await created.start({}))).toString('utf8');
  const { ExitCode } = await created.inspect();
  if (ExitCode === 0) return output;
  throw new Error(`${command[0]} ended with ${ExitCode} in the container: ${output.trim()}`);
}
