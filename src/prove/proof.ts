import type { Problem } from '../model/problem.ts';
import type { RuntimeName } from '../model/stack.ts';
import type { Expected } from './fault.ts';

/**
 * What came of a fault. `proven`: found, its cause named first with the right fix, all else green or blocked by it, and
 * green again when healed. `missed`: stayed green, the worst. `misjudged`: red, but of another code, with another cause
 * first, the wrong fix, or with other failures beside it. `not-healed`: stayed red. `skipped`: cannot be seen here.
 */
export const PROOF_STATUSES = ['proven', 'missed', 'misjudged', 'not-healed', 'skipped'] as const;
/** One of {@link PROOF_STATUSES}. */
export type ProofStatus = (typeof PROOF_STATUSES)[number];

/** What was seen of one fault. */
export interface Proof {
  readonly fault: string;
  readonly title: string;
  readonly status: ProofStatus;
  readonly expected: Expected;
  /** The result that was named first, as `<id> <code>`. */
  readonly first?: string;
  /** The expected results that did not come, and the failures that came unasked, as `<id> <code>`. */
  readonly missing: readonly string[];
  readonly stray: readonly string[];
  readonly causeFirst: boolean;
  /** Undefined: the fault does not say which fix is right. */
  readonly fixRight?: boolean;
  /** Results that were blocked by it. */
  readonly blocked: number;
  /** Milliseconds from the beginning of the look until the verdict on `expected` was there. */
  readonly detectMs: number;
  /** Milliseconds from the mending until all was green again. */
  readonly healMs?: number;
  /** Why it was skipped, or what went wrong. */
  readonly reason?: string;
}

/** All proofs of a run. */
export interface ProofReport {
  readonly version: 1;
  readonly project: string;
  readonly runtime: RuntimeName;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly filter?: string;
  readonly proofs: readonly Proof[];
  /** Checks of the plan that no proven fault turned red. */
  readonly unproven: readonly string[];
  /** Of so many checks among those that the run was for. */
  readonly checks: number;
  /** So many checks are in the whole plan. Earlier versions did not say. */
  readonly planned?: number;
  readonly problems: readonly Problem[];
}
