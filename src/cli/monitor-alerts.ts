import { type Style, styleFor } from '../../reporters/style.ts';
import { formatDuration } from '../config/units.ts';
import { refuseOtherFile, runningMonitor } from '../monitor/lock.ts';
import type { Alert } from '../monitor/machine/state.ts';
import { readState } from '../monitor/store.ts';
import type { MonitorPlace } from './monitor.ts';
import { placeOf } from './monitor-place.ts';

function block(alert: Alert, style: Style): string {
  const { root, state, cause, since, resolvedAt, affected, done, silencedUntil, wellSince } = alert;
  const head = state === 'firing' ? style.red('● firing ') : style.green('✓ resolved');
  const lasted = formatDuration((resolvedAt ?? Date.now()) - since);
  const firing = state === 'firing';
  return [
    ` ${head} ${style.bold(root)}  ${cause.code}  since ${new Date(since).toLocaleString('sv')}, ${lasted}`,
    `   ${cause.message}`,
    ...(cause.likely === undefined ? [] : [`   likely: ${cause.likely}`]),
    ...(affected.length === 0 ? [] : [`   affects ${affected.join(', ')}`]),
    ...(done.length === 0 ? [] : [`   done: ${done.join(', ')}`]),
    ...(firing && wellSince !== undefined
      ? [`   well again for ${formatDuration(Date.now() - wellSince)}: it ends when that lasts`]
      : []),
    ...(firing && silencedUntil !== undefined
      ? [`   silenced until ${new Date(silencedUntil).toLocaleString('sv')}: nobody is told`]
      : []),
    ...(firing && cause.fix !== undefined ? [`   fix: ${cause.fix}`] : []),
  ].join('\n');
}

/** Prints the alerts: 1 when one fires, 0 when none does. */
export async function monitorAlerts(
  options: MonitorPlace & { all?: boolean; json?: boolean },
): Promise<number> {
  const { file, folder } = await placeOf(options);
  refuseOtherFile(runningMonitor(folder), file);
  const { alerts = {}, history = [] } = readState(folder) ?? {};
  const firing = Object.values(alerts).filter(({ state }) => state === 'firing');
  const shown = [...firing, ...(options.all ? history.toReversed() : [])];
  if (options.json) process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  else if (shown.length === 0) process.stdout.write(options.all ? 'no alerts\n' : 'no alert fires\n');
  else process.stdout.write(`${shown.map(alert => block(alert, styleFor(process.stdout))).join('\n\n')}\n`);
  return firing.length > 0 ? 1 : 0;
}
