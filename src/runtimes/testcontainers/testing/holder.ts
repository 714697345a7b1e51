import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StackHandle } from '../../../model/stack.ts';
import type { Told } from './hold-run.ts';

/** A process that holds a run. */
export interface Holder extends Disposable {
  readonly child: ChildProcess;
  /** Everything that it has told. */
  readonly told: readonly Told[];
  /** Waits for a line of progress. */
  progress(pattern: RegExp): Promise<void>;
  /** Waits until its run is up. */
  handle(): Promise<StackHandle>;
  /** Ends it and waits until it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** The side processes that it has started. */
  children(): number[];
}

/** Starts a run in a process of its own. */
export function holdRun(composeFile: string, environment: NodeJS.ProcessEnv = {}): Holder {
  const script = fileURLToPath(new URL('hold-run.ts', import.meta.url));
  const child = spawn(process.execPath, [script, composeFile], {
    env: { TESTCONTAINERS_RYUK_DISABLED: 'true', ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told: Told[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', line => told.push(JSON.parse(line)));

  async function until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error('the process that holds the run has ended');
      await Promise.race([once(lines, 'line'), once(lines, 'close')]);
    }
  }

  return {
    child,
    told,
    handle: () => until(() => told.flatMap(one => ('handle' in one ? [one.handle] : []))[0]),
    async progress(pattern) {
      await until(() => told.find(one => 'progress' in one && pattern.test(one.progress)));
    },
    async kill(signal) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
    children() {
      const text = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
      return text.split(' ').filter(Boolean).map(Number);
    },
    [Symbol.dispose]: () => child.kill('SIGKILL'),
  };
}
