import type { Measure } from './benchmark.ts';
import type { Reached, Standing } from './compare.ts';

/** `0.12 s`. */
const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;

/** `120 MB`. */
const megabytes = (bytes: number): string => {
  const value = bytes / 1e6;
  return `${Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value)} MB`;
};

interface Words {
  /** Head of a column. */
  readonly head: string;
  /** In a sentence. */
  readonly of: string;
  format(value: number): string;
}

/** How measures are written, in the order of their columns. */
export const MEASURES: Readonly<Record<Measure, Words>> = {
  wallMs: { head: 'time', of: 'time', format: seconds },
  askedMs: { head: 'asking', of: 'time of asking', format: seconds },
  cpuMs: { head: 'CPU', of: 'CPU time', format: seconds },
  cpuMsPerThousand: { head: 'CPU by 1,000', of: 'CPU time by 1,000', format: seconds },
  rssBytes: { head: 'memory', of: 'memory', format: megabytes },
  reactedMs: { head: 'unhealthy → restart', of: 'time from unhealthy to restart', format: seconds },
  healedMs: { head: 'fault → healthy', of: 'time from fault to healthy', format: seconds },
  growthBytes: { head: 'growth', of: 'growth of memory', format: megabytes },
};

/** The measures that any of them has. */
export const measuresOf = (standings: readonly Standing[]): Measure[] =>
  (Object.keys(MEASURES) as Measure[]).filter(key => standings.some(one => one[key] !== undefined));

/** `0.12 s`, or a dash where it was not measured. */
export const cell = (standing: Standing, key: Measure): string => {
  const value = standing[key];
  return value === undefined ? '–' : MEASURES[key].format(value);
};

const times = (ratio: number) => `${Number(ratio.toPrecision(2))}×`;

/** A goal and what came of it, with a mark. */
export function goalText(goal: Reached): string {
  const { of, over, measure, atMost, value, middleHalf } = goal;
  const mark = value <= atMost ? '✓' : '✗';
  const { of: what, format } = MEASURES[measure];
  const write = over === undefined ? format : times;
  const [from, to] = middleHalf.map(write);
  const part = goal.quantile === undefined ? '' : `, ${goal.quantile * 100} % of runs within`;
  const beside = over === undefined ? '' : ` of ${over}`;
  return `${mark} ${what} of ${of}${part}: ${write(value)}${beside} (${from}–${to}), at most ${write(atMost)}`;
}
