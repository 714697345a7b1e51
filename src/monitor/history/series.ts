import type { Histogram } from './histogram.ts';

/**
 * What is measured over time.
 *
 * - `up`: whether a service, or a check that is about none, was well at a look.
 * - `response`: milliseconds until an endpoint, or a web target, had answered.
 * - `database`: milliseconds of a session and a statement, or of a declared query.
 * - `cpu`: percent of one core; `memory`: bytes; `received`, `sent`: bytes a second. Of services.
 */
export const SERIES_KINDS = ['up', 'response', 'database', 'cpu', 'memory', 'received', 'sent'] as const;
/** One of {@link SERIES_KINDS}. */
export type SeriesKind = (typeof SERIES_KINDS)[number];

/** One look at one thing. */
export interface Sample {
  readonly kind: SeriesKind;
  readonly name: string;
  /** Undefined where there was nothing to measure: it was not well. */
  readonly value?: number;
  readonly bad?: boolean;
}

/** What was seen in a span of time. */
export interface Bucket {
  /** Its start, milliseconds since 1970. */
  readonly at: number;
  /** Looks, and those of them that were not well. */
  n: number;
  bad: number;
  /** Of the values: how many, their sum, and how they are spread. */
  values: number;
  sum: number;
  spread: Histogram;
}

/** What was seen of one thing, the oldest first. Times without a look have no bucket. */
export interface Series {
  readonly kind: SeriesKind;
  readonly name: string;
  readonly buckets: readonly Bucket[];
}
