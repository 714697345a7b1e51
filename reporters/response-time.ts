import type { CheckResult } from '../src/model/result.ts';

/** Checks whose evidence is one answer, and how long it took. */
const TIMED: readonly string[] = ['api.latency', 'connectivity.http'];

/** Milliseconds to the answer that a check saw; undefined for one that has seen none. */
export function responseTime({ check, evidence }: CheckResult): number | undefined {
  const time = TIMED.includes(check) ? evidence?.durationMs : undefined;
  return typeof time === 'number' ? time : undefined;
}
