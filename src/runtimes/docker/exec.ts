import { addAbortSignal, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ProbeError } from '../../model/probe-error.ts';
import { demultiplex } from './demultiplex.ts';
import { ask, type Engine } from './engine.ts';
import { engineStatus } from './engine-error.ts';

/** What a command in a container did. */
export interface ExecOutcome {
  readonly exitCode: number;
  /** Its standard output and error. */
  readonly output: string;
}

/** Exit codes by which the engine says that the command could not be started. */
const NOT_STARTED = [126, 127];

/** From here on a command that does not end is to blame, no longer the engine. */
async function outputOf(stream: Readable, command: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    return demultiplex(await buffer(addAbortSignal(signal, stream)))
      .toString('utf8')
      .trim();
  } catch (cause) {
    if (!signal.aborted) throw cause;
    const message = `${command[0]} did not end in time inside the container`;
    throw new ProbeError('target', 'TIMEOUT', message, { cause });
  }
}

async function run(
  engine: Engine,
  id: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<ExecOutcome> {
  const started = await ask(engine, signal, async docker => {
    const options = { Cmd: [...command], AttachStdout: true, AttachStderr: true };
    const created = await docker.getContainer(id).exec(options);
    return { id: created.id, stream: await created.start({}) };
  });
  const output = await outputOf(started.stream, command, signal);
  const { ExitCode } = await ask(engine, signal, docker => docker.getExec(started.id).inspect());
  return { exitCode: ExitCode ?? -1, output };
}

/**
 * Runs a command inside a running container. Undefined when the container has no such command.
 * @throws ProbeError SERVICE_NOT_RUNNING (target) when the container stopped or was paused meanwhile
 */
export async function exec(
  engine: Engine,
  id: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<ExecOutcome | undefined> {
  try {
    const outcome = await run(engine, id, command, signal);
    return NOT_STARTED.includes(outcome.exitCode) ? undefined : outcome;
  } catch (error) {
    const status = engineStatus(error);
    if (status === 400) return undefined;
    if (status !== 409 && status !== 404) throw error;
    throw new ProbeError('target', 'SERVICE_NOT_RUNNING', 'the container does not run', { cause: error });
  }
}
