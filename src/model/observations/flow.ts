import type { Json } from '../json.ts';
import type { DatabaseTarget, WebTarget } from '../target.ts';

interface Common {
  readonly name: string;
  /** Variable → JSONPath in the answer. */
  readonly capture?: Readonly<Record<string, string>>;
  /** What the answer must be, as failsafe.yaml declares it. */
  readonly expect?: unknown;
  /** Milliseconds within which it may be looked at again. */
  readonly eventuallyMs?: number;
}

/** An HTTP request. */
export interface FlowRequest extends Common {
  readonly kind: 'request';
  readonly target: WebTarget;
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly text?: string;
}

/** A statement; in a teardown it may write. */
export interface FlowStatement extends Common {
  readonly kind: 'statement';
  readonly target: DatabaseTarget;
  readonly sql: string;
  readonly params?: readonly string[];
}

/** Opens a Socket.IO connection that stays open until the flow ends. */
export interface FlowConnection extends Common {
  readonly kind: 'connection';
  readonly target: WebTarget;
  readonly path: string;
  readonly emit?: string;
  readonly data?: unknown;
  /** Go on when this event has come. */
  readonly ready?: string;
}

/** Waits for an event on an open connection. */
export interface FlowEvent extends Common {
  readonly kind: 'event';
  readonly event: string;
  readonly withinMs: number;
}

/** One step of a flow; texts may hold `{{variables}}`. */
export type FlowStepParams = FlowRequest | FlowStatement | FlowConnection | FlowEvent;

/** Parameters of the probe `flow`. */
export interface FlowParams {
  readonly flow: string;
  /** Folder that file names of schemas start from. */
  readonly root: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly steps: readonly FlowStepParams[];
  readonly teardown: readonly (FlowRequest | FlowStatement)[];
  /** Milliseconds for the steps. */
  readonly timeoutMs: number;
  /** Milliseconds for the teardown, on top. */
  readonly teardownMs: number;
}

/** What kept a step from being as declared. */
export interface FlowMismatch {
  readonly code: string;
  readonly expected: string;
  readonly got: string;
  readonly message: string;
  readonly warning?: true;
}

/** What the answer to a request is told apart by. */
export interface FlowAnswer {
  readonly url: string;
  readonly status: number;
  /** Its beginning. */
  readonly body: string;
  /** It is an HTML page. */
  readonly page: boolean;
}

/** How one look at a step ended. */
export type FlowAttempt = {
  readonly durationMs: number;
  /** `200`, `1 row`, `event user_added`; for reports. */
  readonly saw?: string;
} & (
  | {
      readonly outcome: 'answered';
      readonly mismatches: readonly FlowMismatch[];
      /** Of a request: what its answer is told apart by. */
      readonly answer?: FlowAnswer;
    }
  /** Nothing came back: SQLSTATE, errno, TIMEOUT, NO_EVENT, NOT_CONNECTED … */
  | { readonly outcome: 'failed'; readonly code: string; readonly message: string }
  /** It names a variable that no step has captured. */
  | { readonly outcome: 'unknown-variable'; readonly variable: string; readonly message: string }
);

/** A step that was done, with every look at it. */
export interface FlowStepSeen {
  readonly name: string;
  /** `POST /users`, the statement, `connect`, `event user_added`; variables not filled in. */
  readonly what: string;
  readonly attempts: readonly FlowAttempt[];
}

/** An act of the teardown. */
export interface FlowTeardownSeen extends FlowStepSeen {
  /** Rows that a statement changed. */
  readonly rows?: number;
}

/** What an earlier run that was killed left behind, and what was done to remove it. */
export interface FlowEarlierSeen {
  readonly variables: Readonly<Record<string, Json>>;
  readonly acts: readonly FlowTeardownSeen[];
}

/** What became of a flow. */
export interface FlowObservation {
  /** Those that were done, in order; the last one is the one that ended the flow, unless all were done. */
  readonly steps: readonly FlowStepSeen[];
  /** Names of those that were not. */
  readonly notRun: readonly string[];
  /** A request that may have made something was sent and not refused. */
  readonly created: boolean;
  readonly teardown: readonly FlowTeardownSeen[];
  /** Variables at the start, to find by hand what was left behind. */
  readonly variables: Readonly<Record<string, Json>>;
  readonly earlier: readonly FlowEarlierSeen[];
}
