import { HOST_LEVELS, type Level, STATIC_LEVELS } from '../model/level.ts';
import type { CheckResult } from '../model/result.ts';

const WEIGHT = { fail: 0, error: 0, warn: 1, known: 2, blocked: 2, pass: 3, skip: 3 };
/** What stands below is more likely the cause: a database is asked for by an API, never the other way round. */
const LADDER: readonly Level[] = [
  ...HOST_LEVELS,
  'containers',
  'connectivity',
  'database',
  'api',
  'auth',
  'realtime',
  'pwa',
  'system',
  ...STATIC_LEVELS,
];
const MOST_RUNGS = LADDER.length + 1;
/** A log tells of everything that goes wrong, so its lines are the last to be a cause of their own. */
export const SYMPTOMS: readonly string[] = ['containers.logs'];

/** Results in the order in which people shall read them: failures before warnings, causes before symptoms. */
export function rankFailures(results: readonly CheckResult[]): CheckResult[] {
  const blocks = new Map<string, number>();
  for (const { rootBlocker } of results) {
    if (rootBlocker !== undefined) blocks.set(rootBlocker, (blocks.get(rootBlocker) ?? 0) + 1);
  }
  const most = results.length + 1;
  const weightOf = ({ status, level, check, id }: CheckResult): number => {
    const rung = SYMPTOMS.includes(check) ? LADDER.length : LADDER.indexOf(level);
    return (WEIGHT[status] * MOST_RUNGS + rung) * most - (blocks.get(id) ?? 0);
  };
  const weighed = results.map(result => ({ result, weight: weightOf(result) }));
  return weighed.sort((a, b) => a.weight - b.weight).map(({ result }) => result);
}
