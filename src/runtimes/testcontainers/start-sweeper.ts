import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line that a run sends to its sweeper. */
export type SweeperMessage =
  | { readonly project: string; readonly folder: string }
  | { readonly started: number }
  | { readonly ended: number }
  | { readonly done: true };

/** The side process that removes what is left of a run when the run's process is gone. */
export interface Sweeper {
  /** A process of this number was started, which must not outlive the run. */
  childStarted(pid: number): void;
  childEnded(pid: number): void;
  /** Everything has been removed: it is not needed any more. */
  dismiss(): void;
}

/** Starts the sweeper. It is in a session of its own, so that Ctrl-C and a closed terminal do not reach it. */
export function startSweeper(project: string, folder: string): Sweeper {
  const here = fileURLToPath(import.meta.url);
  const script = fileURLToPath(new URL(`sweeper${extname(here)}`, import.meta.url));
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [script], {
    cwd: '/',
    detached: true,
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
  });
  const send = (message: SweeperMessage) => child.stdin.write(`${JSON.stringify(message)}\n`);
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  send({ project, folder });
  return {
    childStarted: pid => send({ started: pid }),
    childEnded: pid => send({ ended: pid }),
    dismiss() {
      send({ done: true });
      child.stdin.end();
    },
  };
}
