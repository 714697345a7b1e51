import type { Check, CheckInstance } from '../levels/check.ts';
import type { Level } from '../model/level.ts';

/** One check on one target, with what it waits for by id. */
export interface PlannedCheck {
  /** `<check>:<subject>`. */
  readonly id: string;
  readonly level: Level;
  /** What holds when it passes, as a sentence about the subject. */
  readonly title: string;
  /** The level, the tags of the check from failsafe.yaml. */
  readonly tags: readonly string[];
  readonly check: Check;
  readonly instance: CheckInstance<never, unknown>;
  /** Ids of prerequisites: if one fails, this is `blocked` and not looked at. */
  readonly needs: readonly string[];
  /** Names of the targets that it looks at. */
  readonly targets: readonly string[];
  /** The service that it is about, and those that one stands on, the nearest first. */
  readonly services: readonly string[];
  /** Ids of checks whose failure explains a failure of this one. */
  readonly excusedBy: readonly string[];
}

/** All checks of a deployment, in the order of the levels. */
export interface Plan {
  readonly checks: readonly PlannedCheck[];
  readonly byId: ReadonlyMap<string, PlannedCheck>;
}
