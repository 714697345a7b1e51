import { type Outcome, outcome } from '../src/engine/outcome.ts';
import type { Report } from '../src/model/result.ts';

/** The verdict for machines and in lists of runs; the first three by the exit code. */
export const VERDICTS = ['healthy', 'unhealthy', 'could not check', 'no new failures'] as const;
/** The verdict on a run: `no new failures` where what is not well is known to its baseline. */
export function verdictOf({ exitCode, counts }: Outcome): (typeof VERDICTS)[number] {
  return exitCode === 0 && counts.known > 0 ? 'no new failures' : VERDICTS[exitCode];
}

/** The status that has the colour of the verdict, by the exit code. */
export const VERDICT_TONES = ['pass', 'fail', 'error'] as const;

/** The verdict on a run in words. */
export function verdictWords(report: Report, strict: boolean): string {
  const { exitCode, counts } = outcome(report, strict);
  if (exitCode === 0) return counts.known > 0 ? `NO NEW FAILURES: ${counts.known} known` : 'HEALTHY';
  if (exitCode === 2) return 'COULD NOT CHECK';
  const roots = counts.fail + report.prerequisites.length;
  return roots === 0
    ? 'UNHEALTHY: warnings count'
    : `UNHEALTHY: ${roots} root cause${roots === 1 ? '' : 's'}`;
}
