import { rankFailures } from '../src/engine/rank-failures.ts';
import type { CheckResult, Report } from '../src/model/result.ts';

/** What people shall mend, causes before symptoms: what is red and put down to nothing else. */
export const rootCauses = ({ prerequisites, results }: Report): CheckResult[] =>
  rankFailures([...prerequisites, ...results]).filter(
    ({ status }) => status === 'fail' || status === 'error',
  );

/** The results that are put down to each of them, by its id. */
export const blockedByRoot = ({ results }: Report): ReadonlyMap<string, readonly CheckResult[]> =>
  Map.groupBy(
    results.filter(({ rootBlocker }) => rootBlocker !== undefined),
    ({ rootBlocker = '' }) => rootBlocker,
  );
