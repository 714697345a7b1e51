import type { RuntimeName } from '../model/stack.ts';
import type { Status } from '../model/status.ts';
import type { Lab } from './lab.ts';

/** A result that a fault must cause. */
export interface Expected {
  /** Id of the planned check: `<check>:<subject>`. */
  readonly id: string;
  /** Without it any code is right: what a service of somebody else exits with is not known. */
  readonly code?: string;
  /** Default `fail`. */
  readonly status?: Extract<Status, 'fail' | 'warn' | 'error'>;
}

/** Mends what a fault broke. */
export type Heal = () => Promise<void>;

/** A way in which a stack breaks, and what failsafe must say of it. */
export interface Fault {
  /** `<level>.<what is broken>`; stable. */
  readonly id: string;
  /** What is broken, as a sentence. */
  readonly title: string;
  readonly runtimes: readonly RuntimeName[];
  /** The first is the cause that must be named first; the others are as much its own. All else is green or blocked. */
  readonly red: readonly [Expected, ...Expected[]];
  /** What may be red as well: a line that the fault leaves in a log is seen by whoever looks after it was written. */
  readonly may?: readonly Expected[];
  /** A piece of what the fixes of the first must say or run. */
  readonly fix?: string;
  /** Resolves when the fault is there to be seen. */
  inject(lab: Lab): Promise<Heal>;
}

/** Runtimes whose services are containers. */
export const CONTAINERS: readonly RuntimeName[] = ['testcontainers', 'compose'];
/** Every runtime. */
export const ANYWHERE: readonly RuntimeName[] = ['processes', ...CONTAINERS];
