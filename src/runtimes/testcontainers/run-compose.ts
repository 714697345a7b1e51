import { execa } from 'execa';
import type { ComposeCli } from '../docker/compose-cli.ts';
import type { Environment } from '../docker/engine-address.ts';
import type { Sweeper } from './start-sweeper.ts';

/** How docker compose is called for one run. */
export interface ComposeCall {
  readonly cli: ComposeCli;
  readonly directory: string;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** Told of the process, so that it does not outlive the run. */
  readonly sweeper?: Sweeper;
}

/** What docker compose answered. */
export interface ComposeAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  /** Both outputs, as they came. */
  readonly output: string;
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime
  }
}

/**
 * Runs docker compose. It leads a process group, because the docker command starts compose as its child: all of it ends
 * when the signal aborts.
 */
export async function runCompose(call: ComposeCall, words: readonly string[]): Promise<ComposeAnswer> {
  call.signal.throwIfAborted();
  const [file, ...start] = call.cli;
  const child = execa(file, [...start, ...words], {
    all: true,
    cwd: call.directory,
    detached: true,
    env: { ...call.environment, COMPOSE_ANSI: 'never', COMPOSE_PROGRESS: 'plain' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  const { pid } = child;
  const abort = () => pid !== undefined && killGroup(pid);
  call.signal.addEventListener('abort', abort, { once: true });
  if (pid !== undefined) call.sweeper?.childStarted(pid);
  try {
    const { failed, stdout, all } = await child;
    call.signal.throwIfAborted();
    return { ok: !failed, stdout, output: all };
  } finally {
    call.signal.removeEventListener('abort', abort);
    if (pid !== undefined) call.sweeper?.childEnded(pid);
  }
}

/** The last lines of what a command said, without what it says on success. */
export function lastLines(output: string, count = 15): string[] {
  const lines = output.split('\n').map(line => line.trimEnd());
  return lines.filter(line => line !== '').slice(-count);
}
