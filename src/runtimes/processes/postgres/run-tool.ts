import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Who a process runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How to run a tool. */
export interface ToolOptions {
  readonly cwd: string;
  readonly account?: Account;
  readonly signal: AbortSignal;
}

/** What the tools of PostgreSQL see: none of our variables, and messages in English. */
export const TOOL_ENVIRONMENT = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Runs a command to its end and gives its output.
 *
 * @throws Error with the output when it does not end with 0; the signal's reason when it was aborted
 */
export async function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions,
): Promise<string> {
  const { cwd, account, signal } = options;
  const child = spawn(command, args, {
    cwd,
    env: TOOL_ENVIRONMENT,
    signal,
    killSignal: 'SIGTERM',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...account,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  signal.throwIfAborted();
  if (code !== 0) throw new Error(output.trim() || `${command} ended with ${code}`);
  return output;
}
