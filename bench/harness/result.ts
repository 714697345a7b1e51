import type { CaseResult } from './compare.ts';
import type { Machine } from './machine.ts';

/** What bench/results/NAME.json holds. */
export interface BenchmarkResult {
  readonly name: string;
  readonly machine: Machine;
  /** Rounds of a contestant that takes part in all. */
  readonly pairs: number;
  readonly cases: readonly CaseResult[];
}
