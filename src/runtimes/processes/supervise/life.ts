import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { identityOf, type ProcessIdentity } from '../process-tree.ts';
import type { Launch } from './service-kind.ts';

/** How a process ended. */
export interface End {
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

/** One process of a service, from spawn to exit. */
export interface Life {
  readonly identity: ProcessIdentity;
  /** Set once it ended. */
  readonly end: End | undefined;
  readonly ended: Promise<End>;
  /** Where in the log its output begins. */
  readonly logStart: number;
}

/**
 * Spawns a process that leads a session of its own and writes straight into the log, so that nothing is lost and nobody
 * has to pump.
 *
 * @throws Error of the operating system (ENOENT, EACCES) when it cannot be spawned
 */
export async function beginLife(launch: Launch, log: string, logStart: number): Promise<Life> {
  const { command, args, cwd, env, account } = launch;
  const output = openSync(log, 'a', 0o600);
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', output, output],
    ...account,
  });
  closeSync(output);
  const exit = once(child, 'exit');
  const { pid } = child;
  if (pid === undefined) {
    await exit;
    throw new Error('a process without a pid');
  }
  let end: End | undefined;
  const ended = exit.then(([code, signal]): End => {
    end = { exitCode: code ?? undefined, signal: signal ?? undefined };
    return end;
  });
  return {
    identity: identityOf(pid) ?? { pid, startTime: 'ended at once' },
    ended,
    logStart,
    get end() {
      return end;
    },
  };
}
