import type { ComposeFault } from './faults.ts';
import type { Result } from './lane.ts';

/** What came of a fault once, by somebody's hand; times in milliseconds since it began. */
export interface ComposeOutcome {
  readonly fault: string;
  readonly by: 'failsafe' | 'autoheal';
  readonly seed: number;
  readonly subject?: string;
  /** The load average of the machine meanwhile, over a minute. */
  readonly load?: number;
  /** Until the first act, or the first alert. */
  readonly noticedMs?: number;
  /** Until a user was served again, and went on to be. */
  readonly servedMs?: number;
  /** Acts on what is broken, and on anything else. */
  readonly acts: number;
  readonly needless: number;
  readonly fired: number;
  readonly escalated: number;
  /** From the engine's word that a service is unhealthy to the act. */
  readonly reactedMs?: number;
  /** What is not as designed; of failsafe only. */
  readonly wrong: readonly string[];
}

const out = (value: number, [least, most]: readonly [number, number]) => value < least || value > most;

/** What is not as designed. */
export function wrongOf(
  { expected }: ComposeFault,
  outcome: Omit<Result, 'wrong'>,
  more: readonly string[],
): string[] {
  const { acts, needless, fired, escalated, servedMs } = outcome;
  return [
    ...(out(acts, expected.acts) ? [`${acts} acts`] : []),
    ...(needless > 0 ? [`${needless} acts on what is not broken`] : []),
    ...(out(fired, expected.fires) ? [`fired ${fired} times`] : []),
    ...(out(escalated, expected.escalates) ? [`escalated ${escalated} times`] : []),
    ...((servedMs !== undefined) === expected.recovers ? [] : ['recovery is not as designed']),
    ...more,
  ];
}
