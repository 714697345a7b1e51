import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Question, Told } from './hostile-observer.ts';

const SCRIPT = join(import.meta.dirname, 'hostile-observer.ts');

/** A process of its own that looks: it may crash, hang and eat memory, and that is seen. */
export interface Observer extends Disposable {
  /** @throws Error when the process ends, or is not done within `limitMs` */
  ask(question: Question, limitMs: number): Promise<Told>;
}

/** Starts an {@link Observer}. */
export function startObserver(): Observer {
  let said = '';
  const start = (): ChildProcess => {
    const child = fork(SCRIPT, { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    child.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-4000);
    });
    return child;
  };
  let child = start();
  return {
    async ask(question, limitMs) {
      if (child.exitCode !== null || child.signalCode !== null) child = start();
      said = '';
      const asked = child;
      asked.send(question);
      const over = new AbortController();
      const { signal } = over;
      const late = setTimeout(() => asked.kill('SIGKILL'), limitMs);
      try {
        const told = once(asked, 'message', { signal }).then(([told]) => told as Told);
        const ended = once(asked, 'exit', { signal }).then(([code, by]) => {
          throw new Error(`the observer ended with ${code ?? by}: ${said}`);
        });
        return await Promise.race([told, ended]);
      } finally {
        clearTimeout(late);
        over.abort();
      }
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}
