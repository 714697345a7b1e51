import { sparkline } from '../../reporters/sparkline.ts';
import { type Style, styleFor } from '../../reporters/style.ts';
import { formatDuration, formatSize } from '../config/units.ts';
import { ProblemError } from '../model/problem.ts';
import { openExistingHistory } from '../monitor/history/open-history.ts';
import { REGRESSION_MS, type Regression, regressionsOf } from '../monitor/history/regressions.ts';
import type { SeriesKind } from '../monitor/history/series.ts';
import { type Summary, summarise } from '../monitor/history/summarise.ts';
import type { MetricsOptions } from './metrics.ts';
import { placeOf } from './monitor-place.ts';

const HOUR = 3_600_000;
const POINTS = 24;
/** There is nothing finer in the history. */
const LEAST_PART_MS = 300_000;

const TITLES: Readonly<Record<SeriesKind, string>> = {
  up: 'uptime',
  response: 'response times',
  database: 'database times',
  cpu: 'CPU, percent of a core',
  memory: 'memory',
  received: 'received a second',
  sent: 'sent a second',
};

const percent = (value: number): string => `${Number(value.toFixed(value > 99 || value < 1 ? 2 : 1))} %`;

const SHOW: Readonly<Record<SeriesKind, (value: number) => string>> = {
  up: percent,
  response: formatDuration,
  database: formatDuration,
  cpu: percent,
  memory: formatSize,
  received: formatSize,
  sent: formatSize,
};

function numbersOf({ kind, looks, badPercent, p50, p95, p99, mean }: Summary): string[] {
  const show = (value: number | undefined) => (value === undefined ? '–' : SHOW[kind](value));
  if (kind === 'up') return [percent(100 - badPercent), `of ${looks} looks`];
  if (kind !== 'response' && kind !== 'database') return [`mean ${show(mean)}`, `95 % ${show(p95)}`];
  return [`50 % ${show(p50)}`, `95 % ${show(p95)}`, `99 % ${show(p99)}`, `errors ${percent(badPercent)}`];
}

function tableOf(kind: SeriesKind, some: readonly Summary[], style: Style): string {
  const rows = some.map(one => ({ one, numbers: numbersOf(one) }));
  const width = (cells: readonly string[]) => Math.max(...cells.map(({ length }) => length));
  const name = width(some.map(one => one.name));
  const columns = rows[0]?.numbers.map((_, index) => width(rows.map(({ numbers }) => numbers[index] ?? '')));
  const lines = rows.map(({ one, numbers }) => {
    const cells = numbers.map((cell, index) => cell.padEnd(columns?.[index] ?? 0)).join('  ');
    return `   ${one.name.padEnd(name)}  ${style.dim(sparkline(one.line, kind === 'up' ? 0 : undefined))}  ${cells}`;
  });
  return [` ${style.bold(TITLES[kind])}`, ...lines.map(line => line.trimEnd())].join('\n');
}

const slower = ({ name, p95, before }: Regression, style: Style): string =>
  ` ${style.yellow('! slower')} ${name}: 95 % within ${formatDuration(p95)} in the last hour, ${formatDuration(before)} in the week before`;

/** Prints what was measured; what has become slower is a warning, and no failure. */
export async function printMetrics(options: MetricsOptions): Promise<number> {
  const { folder } = await placeOf(options);
  const history = await openExistingHistory(folder);
  if (history === undefined) {
    const fix = 'Start one with `failsafe monitor --detach`.';
    throw new ProblemError([{ code: 'NO_HISTORY', message: 'no monitor has measured anything yet', fix }]);
  }
  const now = Date.now();
  const since = now - options.since;
  const parts = Math.max(1, Math.min(POINTS, Math.floor(options.since / LEAST_PART_MS)));
  const series = history.read(since, now).map(one => summarise(one, since, now, parts));
  const slow = regressionsOf(history.read(now - HOUR, now), history.read(now - REGRESSION_MS, now), now);
  history.close();
  if (options.json) {
    const from = new Date(since).toISOString();
    process.stdout.write(`${JSON.stringify({ since: from, series, regressions: slow }, null, 2)}\n`);
    return 0;
  }
  const style = styleFor(process.stdout);
  const kinds = Object.keys(TITLES) as SeriesKind[];
  const tables = kinds.flatMap(kind => {
    const some = series.filter(one => one.kind === kind);
    return some.length === 0 ? [] : [tableOf(kind, some, style)];
  });
  const all = tables.length === 0 ? [' nothing was measured in this time'] : tables;
  process.stdout.write(`${[...slow.map(one => slower(one, style)), ...all].join('\n\n')}\n`);
  return 0;
}
