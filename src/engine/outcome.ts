import type { Report } from '../model/result.ts';
import { STATUSES, type Status } from '../model/status.ts';

/** 0 healthy, 1 unhealthy, 2 could not check. */
export type ExitCode = 0 | 1 | 2;

/** What a whole run says. */
export interface Outcome {
  readonly exitCode: ExitCode;
  readonly counts: Readonly<Record<Status, number>>;
}

const EMPTY = Object.fromEntries(STATUSES.map(status => [status, 0])) as Record<Status, number>;

/** How many results have each status. */
export function countStatuses(results: Report['results']): Record<Status, number> {
  const counts = { ...EMPTY };
  for (const { status } of results) counts[status]++;
  return counts;
}

/**
 * The verdict on a run. A failure makes it unhealthy; a run in which something could not be looked at, or in which
 * nothing was verified at all, is no statement about health.
 */
export function outcome(report: Report, strict = false): Outcome {
  const counts = countStatuses(report.results);
  const unhealthy = counts.fail > 0 || report.prerequisites.some(({ status }) => status === 'fail');
  if (unhealthy) return { exitCode: 1, counts };
  const unsure = report.problems.length > 0 || counts.error > 0 || counts.blocked > 0;
  if (unsure || counts.pass + counts.warn === 0) return { exitCode: 2, counts };
  return { exitCode: strict && counts.warn > 0 ? 1 : 0, counts };
}

/** The problem of a run whose selection is empty: it must never count as healthy. */
export const nothingSelected = (
  filter: string | undefined,
  tags: Iterable<string>,
): Report['problems'][number] => ({
  code: 'NOTHING_SELECTED',
  message: filter === undefined ? 'no check is declared' : `no check is selected by ${filter}`,
  expected: `some of the tags ${[...new Set(tags)].join(', ')}`,
  fix:
    filter === undefined
      ? 'Declare what is to be checked in failsafe.yaml.'
      : 'Correct what selects: the tag expression, the name, or the path.',
});
