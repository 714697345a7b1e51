import { isStatic } from '../../model/level.ts';
import type { CheckResult } from '../../model/result.ts';
import type { Plan } from '../planned-check.ts';
import type { Run } from '../run.ts';

/** Those of some checks that look at files. */
export const staticOf = (plan: Plan, ids: readonly string[]): string[] =>
  ids.filter(id => isStatic(plan.byId.get(id)?.level ?? 'system'));

/** A run whose static checks have been looked at elsewhere. */
export function withFiles(plan: Plan, run: Run, files: Promise<readonly CheckResult[]>): Run {
  const elsewhere = new Set(staticOf(plan, [...plan.byId.keys()]));
  if (elsewhere.size === 0) return run;
  const seen = files.then(results => new Map(results.map(result => [result.id, result])));
  // Who asks for one of them hears of a failure.
  seen.catch(() => undefined);
  const own = (ids: readonly string[]) => ids.filter(id => !elsewhere.has(id));
  const result = async (id: string): Promise<CheckResult> => {
    if (!elsewhere.has(id)) return run.result(id);
    const found = (await seen).get(id);
    if (found === undefined) throw new TypeError(`nobody has looked at ${id}`);
    return found;
  };
  return {
    prepare: ids => run.prepare(own(ids)),
    result,
    async results(ids, heard) {
      const others = staticOf(plan, ids);
      if (others.length === 0) return run.results(ids, heard);
      const hear = async (id: string) => heard?.(await result(id));
      await Promise.all([run.results(own(ids), heard), ...others.map(hear)]);
      return Promise.all(ids.map(result));
    },
  };
}
