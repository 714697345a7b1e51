import { styleFor } from '../../reporters/style.ts';
import { peekRuntime } from '../config/peek-runtime.ts';
import { formatDuration } from '../config/units.ts';
import { readBackupRuns } from '../monitor/backup-runs.ts';
import { isWell, linesOf, summaryOf } from '../monitor/describe.ts';
import { type Holder, otherFileOf, runningMonitor } from '../monitor/lock.ts';
import type { MonitorState } from '../monitor/machine/state.ts';
import { readState } from '../monitor/store.ts';
import { drillLine } from './drill-line.ts';
import type { MonitorPlace } from './monitor.ts';
import { placeOf } from './monitor-place.ts';
import { refuseOwnStack } from './refuse-own-stack.ts';

/** Options of `failsafe monitor status`. */
export interface StatusOptions extends MonitorPlace {
  readonly json?: boolean;
}

/** A monitor that has not looked for so many intervals hangs, and knows nothing of now. */
const INTERVALS = 3;
const LEAST_FRESH_MS = 60_000;

const isFresh = ({ seenAt, blind, intervalMs = 0 }: MonitorState): boolean =>
  blind !== undefined ||
  (seenAt !== undefined && Date.now() - seenAt < Math.max(LEAST_FRESH_MS, INTERVALS * intervalMs));

const json = (value: object): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

function tellSeen(state: MonitorState, holder: Holder, options: StatusOptions, root: string): number {
  const well = isWell(state);
  const exitCode = state.blind === undefined ? (well ? 0 : 1) : 2;
  const { seenAt, subjects, alerts } = state;
  if (options.json) {
    json({
      monitor: holder,
      verdict: exitCode === 2 ? 'unknown' : well ? 'healthy' : 'unhealthy',
      seenAt,
      subjects,
      alerts,
      backups: readBackupRuns(root),
    });
    return exitCode;
  }
  const style = styleFor(process.stdout);
  const word =
    exitCode === 2 ? style.yellow('UNKNOWN') : well ? style.green('HEALTHY') : style.red('UNHEALTHY');
  const seen =
    seenAt === undefined
      ? 'nothing seen yet'
      : `seen ${formatDuration(Math.max(0, Date.now() - seenAt))} ago`;
  const lines = linesOf(state, Date.now()).map(line => `   ${line}`);
  const head = ` ${word}  ${summaryOf(state)}  ${style.dim(`${seen} by process ${holder.pid}`)}`;
  const told = readBackupRuns(root).drill === undefined ? [] : [`   ${drillLine(root)}`];
  process.stdout.write(`${[head, ...lines, ...told].join('\n')}\n`);
  return exitCode;
}

/** Says how all is: what the monitor knows, else what a quick look shows. */
export async function monitorStatus(options: StatusOptions): Promise<number> {
  const { file, folder, root } = await placeOf(options);
  const holder = runningMonitor(folder);
  const other = otherFileOf(holder, file);
  const state = holder && readState(folder);
  if (holder !== undefined && other === undefined && state !== undefined && isFresh(state))
    return tellSeen(state, holder, options, root);
  if (other !== undefined)
    process.stderr.write(`the monitor of this folder follows ${other}: this is a quick look\n`);
  else if (holder !== undefined)
    process.stderr.write(
      `the monitor, process ${holder.pid}, has not looked for a while: it starts, or hangs\n`,
    );
  refuseOwnStack(await peekRuntime(options.config));
  return (await import('./quick-status.ts')).quickStatus(options);
}
