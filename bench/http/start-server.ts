import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts the target in a process of its own. */
export async function startServer(delayMs: number): Promise<Disposable & { readonly port: number }> {
  const script = join(import.meta.dirname, 'server.ts');
  const child = spawn(process.execPath, [script, String(delayMs)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { port: Number(line), [Symbol.dispose]: () => void child.kill() };
}
