import { outcome } from '../src/engine/outcome.ts';
import type { Report } from '../src/model/result.ts';

/** The verdict by the exit code, for machines and in lists of runs. */
export const VERDICTS = ['healthy', 'unhealthy', 'could not check'] as const;
/** The status that has the colour of the verdict, by the exit code. */
export const VERDICT_TONES = ['pass', 'fail', 'error'] as const;

/** The verdict on a run in words. */
export function verdictWords(report: Report, strict: boolean): string {
  const { exitCode, counts } = outcome(report, strict);
  if (exitCode === 0) return 'HEALTHY';
  if (exitCode === 2) return 'COULD NOT CHECK';
  const roots = counts.fail + report.prerequisites.length;
  return roots === 0
    ? 'UNHEALTHY: warnings count (--strict)'
    : `UNHEALTHY: ${roots} root cause${roots === 1 ? '' : 's'}`;
}
