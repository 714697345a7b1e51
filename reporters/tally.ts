import { countStatuses } from '../src/engine/outcome.ts';
import type { CheckResult } from '../src/model/result.ts';
import { STATUSES, type Status } from '../src/model/status.ts';

/** How each status is called where results are counted. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  pass: 'passed',
  warn: 'warned',
  fail: 'failed',
  known: 'known',
  blocked: 'blocked',
  error: 'not looked at',
  skip: 'skipped',
};
/** The worst first. */
const WEIGHT: readonly Status[] = ['fail', 'error', 'blocked', 'warn', 'known', 'pass', 'skip'];

/** The worst status among results; `skip` when there are none. */
export const worstOf = (results: readonly CheckResult[]): Status =>
  WEIGHT.find(status => results.some(result => result.status === status)) ?? 'skip';

/** How many results have each status that occurs: `3 passed`. */
export function tally(results: readonly CheckResult[]): { status: Status; text: string }[] {
  const counts = countStatuses(results);
  return STATUSES.filter(status => counts[status] > 0).map(status => ({
    status,
    text: `${counts[status]} ${STATUS_WORDS[status]}`,
  }));
}

/** Results in the order of what is to be looked at; those of one status as they were. */
export const worstFirst = (results: readonly CheckResult[]): CheckResult[] =>
  WEIGHT.flatMap(status => results.filter(result => result.status === status));
