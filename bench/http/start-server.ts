import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The target, in a process of its own. */
export interface Server extends Disposable {
  readonly port: number;
  /** From the first request since it was asked last to the last answer. */
  askedMs(): Promise<number>;
}

/** Starts the target. */
export async function startServer(delayMs: number): Promise<Server> {
  const script = join(import.meta.dirname, 'server.ts');
  const child = spawn(process.execPath, [script, String(delayMs)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const nextLine = async () => Number((await once(lines, 'line'))[0]);
  return {
    port: await nextLine(),
    async askedMs() {
      const line = nextLine();
      child.stdin.write('\n');
      return line;
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}
