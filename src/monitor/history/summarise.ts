import { merge, percentile } from './histogram.ts';
import type { Bucket, Series, SeriesKind } from './series.ts';

/** A series in a few numbers. */
export interface Summary {
  readonly kind: SeriesKind;
  readonly name: string;
  /** Looks, and the percentage of them that were not well. */
  readonly looks: number;
  readonly badPercent: number;
  /** Of the values; undefined where there was none. */
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly mean?: number;
  /** Equal parts of the time, the oldest first: the mean, of `up` the percentage of looks that were well. Null without a look. */
  readonly line: readonly (number | null)[];
}

const total = (buckets: readonly Bucket[], key: 'n' | 'bad' | 'values' | 'sum'): number =>
  buckets.reduce((sum, bucket) => sum + bucket[key], 0);

function pointOf(kind: SeriesKind, buckets: readonly Bucket[]): number | null {
  if (kind === 'up') {
    const n = total(buckets, 'n');
    return n === 0 ? null : 100 * (1 - total(buckets, 'bad') / n);
  }
  const values = total(buckets, 'values');
  return values === 0 ? null : total(buckets, 'sum') / values;
}

/**
 * Sums a series up.
 *
 * @param parts of the line
 */
export function summarise(
  { kind, name, buckets }: Series,
  since: number,
  now: number,
  parts: number,
): Summary {
  const spread = merge(buckets.map(bucket => bucket.spread));
  const values = total(buckets, 'values');
  const looks = total(buckets, 'n');
  const partMs = Math.max(1, (now - since) / parts);
  const byPart = Map.groupBy(buckets, ({ at }) =>
    Math.min(parts - 1, Math.max(0, Math.floor((at - since) / partMs))),
  );
  return {
    kind,
    name,
    looks,
    badPercent: looks === 0 ? 0 : (100 * total(buckets, 'bad')) / looks,
    ...(values > 0 && {
      p50: percentile(spread, 50),
      p95: percentile(spread, 95),
      p99: percentile(spread, 99),
      mean: total(buckets, 'sum') / values,
    }),
    line: Array.from({ length: parts }, (_, part) => pointOf(kind, byPart.get(part) ?? [])),
  };
}
