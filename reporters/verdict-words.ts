import { outcome } from '../src/engine/outcome.ts';
import type { Report } from '../src/model/result.ts';

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
