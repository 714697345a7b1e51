import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProcessService } from '../../../config/schema/stack.ts';
import type { Problem } from '../../../model/problem.ts';
import type { ServiceState, StackHandle } from '../../../model/stack.ts';

/** One line of what `hold-stack.ts` tells. */
export interface Told {
  readonly progress?: string;
  readonly handle?: StackHandle;
  readonly states?: ServiceState[];
  readonly problems?: Problem[];
}

/** A process that holds a stack. */
export interface Holder {
  readonly child: ChildProcess;
  /** Waits for the line that `wanted` accepts. */
  until(wanted: (told: Told) => boolean): Promise<Told>;
  /** Waits until it runs, or gives the problems. */
  started(): Promise<Told>;
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Where `hold-stack.ts` is and who runs it. */
export interface HolderOptions {
  readonly uid?: number;
  readonly gid?: number;
  readonly program?: string;
}

/** Starts a process that starts a stack, to be killed or run as another user. */
export function holdStack(
  root: string,
  services: Record<string, ProcessService>,
  { program = fileURLToPath(new URL('./hold-stack.ts', import.meta.url)), ...account }: HolderOptions = {},
): Holder {
  const child = spawn(process.execPath, [program, root, JSON.stringify(services)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...account,
  });
  const lines = createInterface(child.stdout);
  const told: Told[] = [];
  lines.on('line', line => told.push(JSON.parse(line)));
  const exited = once(child, 'exit');
  const closed = once(lines, 'close');
  const until = async (wanted: (told: Told) => boolean): Promise<Told> => {
    for (;;) {
      const found = told.find(wanted);
      if (found) return found;
      const more = await Promise.race([once(lines, 'line'), closed.then(() => 'closed')]);
      if (more === 'closed' && !told.some(wanted)) throw new Error(`it ended after ${JSON.stringify(told)}`);
    }
  };
  return {
    child,
    until,
    started: () => until(line => line.handle !== undefined || line.problems !== undefined),
    async end(signal) {
      child.kill(signal);
      await exited;
    },
  };
}
