import { LEVELS, type Level } from '../src/model/level.ts';
import type { CheckResult } from '../src/model/result.ts';

/** Results by their level, in the order of reports; levels without any are left out. */
export const byLevel = (results: readonly CheckResult[]): { level: Level; own: CheckResult[] }[] =>
  LEVELS.map(level => ({ level, own: results.filter(result => result.level === level) })).filter(
    ({ own }) => own.length > 0,
  );
