import type { CheckResult } from '../model/result.ts';

const WEIGHT = { fail: 0, error: 0, warn: 1, blocked: 2, pass: 3, skip: 3 };

/** Results in the order in which people shall read them: failures before warnings, and what blocks most first. */
export function rankFailures(results: readonly CheckResult[]): CheckResult[] {
  const blocks = new Map<string, number>();
  for (const { rootBlocker } of results) {
    if (rootBlocker !== undefined) blocks.set(rootBlocker, (blocks.get(rootBlocker) ?? 0) + 1);
  }
  const weight = ({ status, id }: CheckResult) => [WEIGHT[status], -(blocks.get(id) ?? 0)] as const;
  return results.toSorted((a, b) => {
    const [one, other] = [weight(a), weight(b)];
    return one[0] - other[0] || one[1] - other[1];
  });
}
