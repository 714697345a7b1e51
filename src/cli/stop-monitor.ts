import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError } from '../model/problem.ts';
import { refuseOtherFile, runningMonitor } from '../monitor/lock.ts';
import { thisMachine } from '../runtimes/processes/machine.ts';
import type { MonitorPlace } from './monitor.ts';
import { placeOf } from './monitor-place.ts';

const POLL_MS = 100;
/** An act that is under way is done to its end. */
const PATIENCE_MS = 330_000;

/** Ends the monitor that runs, and waits until it has. */
export async function stopMonitor(options: MonitorPlace): Promise<number> {
  const { file, folder } = await placeOf(options);
  const holder = runningMonitor(folder);
  if (holder === undefined) {
    process.stdout.write('no monitor runs\n');
    return 0;
  }
  refuseOtherFile(holder, file);
  if (holder.machine !== thisMachine()) {
    const message = `the monitor runs elsewhere, as process ${holder.pid}: on another machine, or in a container`;
    throw new ProblemError([{ code: 'MONITOR_ELSEWHERE', message, fix: 'Stop it there.' }]);
  }
  process.kill(holder.pid, 'SIGTERM');
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    if (runningMonitor(folder)?.pid !== holder.pid) {
      process.stdout.write(`the monitor has ended: process ${holder.pid}\n`);
      return 0;
    }
    await sleep(POLL_MS);
  }
  const message = `the monitor does not end: process ${holder.pid}`;
  throw new ProblemError([
    { code: 'MONITOR_STUCK', message, fix: `Kill it: kill -9 ${holder.pid}. Nothing is lost.` },
  ]);
}
