import { merge, percentile } from './histogram.ts';
import type { Bucket, Series } from './series.ts';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** Less is no sample. */
const LEAST_VALUES = 30;
const FACTOR = 1.5;
const LEAST_MS = 20;

/** Something takes clearly longer than it used to. */
export interface Regression {
  readonly kind: 'response' | 'database';
  readonly name: string;
  /** Milliseconds that 95 of 100 looks do not exceed: of the last hour, and of the week before. */
  readonly p95: number;
  readonly before: number;
}

/** How far back `regressionsOf` has to see. */
export const REGRESSION_MS = HOUR + WEEK;

function p95Of(buckets: readonly Bucket[]): number | undefined {
  const values = buckets.reduce((sum, bucket) => sum + bucket.values, 0);
  return values < LEAST_VALUES ? undefined : percentile(merge(buckets.map(({ spread }) => spread)), 95);
}

/**
 * What was slower in the last hour than in the week before: by half at least, and by 20 ms.
 *
 * @param recent series that are fine enough to tell the last hour from what was before
 */
export function regressionsOf(
  recent: readonly Series[],
  earlier: readonly Series[],
  now: number,
): Regression[] {
  return recent.flatMap(({ kind, name, buckets }): Regression[] => {
    if (kind !== 'response' && kind !== 'database') return [];
    const week = earlier.find(one => one.kind === kind && one.name === name)?.buckets ?? [];
    const p95 = p95Of(buckets.filter(({ at }) => at >= now - HOUR));
    const before = p95Of(week.filter(({ at }) => at >= now - REGRESSION_MS && at < now - 2 * HOUR));
    if (p95 === undefined || before === undefined) return [];
    return p95 >= FACTOR * before && p95 - before >= LEAST_MS ? [{ kind, name, p95, before }] : [];
  });
}
