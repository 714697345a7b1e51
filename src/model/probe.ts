import type { ProbeMap } from './probe-map.ts';
import type { Stack } from './stack.ts';

/** The id of a probe: the name of its file in src/probes. */
export type ProbeId = keyof ProbeMap;
/** What a probe wants to know where to look: plain data, which is also the key of its memo. */
export type Params<Id extends ProbeId> = ProbeMap[Id]['params'];
/** What a probe saw: facts, no verdict. */
export type Observation<Id extends ProbeId> = ProbeMap[Id]['observation'];

/** What a probe may use. */
export interface ProbeContext {
  readonly stack: Stack;
  /** Aborts when the check's time is up or the run is cancelled. Every wait must keep to it. */
  readonly signal: AbortSignal;
  /** Milliseconds that this look may take; the signal aborts after them. */
  readonly timeoutMs: number;
  /** Resolves when all looks have been made but those that watch. */
  othersDone(): Promise<void>;
  /** Has this value redacted in all output from now on: a token that was issued, a generated password. */
  keepSecret(value: string): void;
}

/** Does the I/O on one target and returns what it saw, or throws a `ProbeError`. It never judges. */
export interface Probe<Id extends ProbeId> {
  readonly id: Id;
  /** Takes so much of this machine (a browser) that it would slow the others down: looked at when they are done. */
  readonly heavy?: true;
  /** Does little but wait: takes no place among the looks that are made at the same time, and none waits for it. */
  readonly idle?: true;
  /** Makes something in the application, and removes it again: begins when what was asked for until then has been looked at. */
  readonly writes?: true;
  /** Would see what a look that `writes` has just made, and be red or green by it: the two never overlap. */
  readonly seesWrites?: true;
  /** Looks as long as the others do, to see what they have to wait for; its time runs from when they are done. */
  readonly watches?: true;
  observe(params: Params<Id>, context: ProbeContext): Promise<Observation<Id>>;
}
