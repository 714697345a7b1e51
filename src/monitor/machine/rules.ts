/** Numbers of the state machine; times in milliseconds. See docs/monitor.md for the reasons. */
export interface Rules {
  /** Between two cycles. */
  readonly intervalMs: number;
  /** So many failures in a row are believed … */
  readonly failures: number;
  /** … or as many among the last results, this many. */
  readonly among: number;
  /** So many successes in a row are believed. */
  readonly successes: number;
  /** The first act follows at once, the next ones after `base · 2ⁿ`, at most `cap`, half of it by chance. */
  readonly backoff: { readonly baseMs: number; readonly capMs: number };
  /** A subject that was healthy for so long starts with a short backoff again. */
  readonly resetMs: number;
  /** So many restarts of one service, and of the whole stack, within the window. */
  readonly budget: { readonly service: number; readonly stack: number; readonly windowMs: number };
  /** How often a subject that was given up is looked at. */
  readonly openLookMs: number;
  /** Cycles without a failure, of the subject and of its dependents, that prove an act. */
  readonly cleanCycles: number;
  readonly alerts: {
    /** Alerts that fire within this time are told in one notice. */
    readonly groupMs: number;
    /** What still fires is told again. */
    readonly repeatMs: number;
    /** What is well for so long is resolved. */
    readonly resolveMs: number;
  };
  /** Flapping begins and ends where so much of the last results are changes. */
  readonly flapping: { readonly results: number; readonly start: number; readonly stop: number };
}

/** What stands unless failsafe.yaml says otherwise. */
export const DEFAULT_RULES: Rules = {
  intervalMs: 30_000,
  failures: 3,
  among: 5,
  successes: 2,
  backoff: { baseMs: 10_000, capMs: 300_000 },
  resetMs: 600_000,
  budget: { service: 3, stack: 6, windowMs: 1_800_000 },
  openLookMs: 900_000,
  cleanCycles: 6,
  alerts: { groupMs: 10_000, repeatMs: 14_400_000, resolveMs: 60_000 },
  flapping: { results: 21, start: 0.3, stop: 0.15 },
};

/** How far failsafe goes with a service: not at all, it says what it would do, or it does it. */
export const POLICIES = ['off', 'suggest', 'auto'] as const;
/** One of {@link POLICIES}. */
export type Policy = (typeof POLICIES)[number];

/** What is known of a subject beforehand. */
export interface SubjectSetup {
  /** A service, or one check. */
  readonly kind: 'service' | 'check' | 'host';
  /** It tells of what was with the first that it stands on: that starting again is no excuse for it. */
  readonly history?: true;
  /** Subjects that it stands on directly. */
  readonly dependsOn: readonly string[];
  readonly policy: Policy;
  /** It holds data: it is never made anew. */
  readonly stateful: boolean;
  /** After a start it may fail for so long. */
  readonly startMs: number;
}

/** A root whose alerts are not told until then. */
export interface Silence {
  readonly root: string;
  readonly until: number;
}

/** What the machine works with; a changed failsafe.yaml makes another one over the same state. */
export interface Setup {
  readonly project: string;
  readonly rules: Rules;
  readonly subjects: Readonly<Record<string, SubjectSetup>>;
  /** Names of the channels that each notice goes to. */
  readonly channels: readonly string[];
  readonly silences: readonly Silence[];
}

/** The machine that all runs on: engine, disk, memory. */
export const HOST = '@host';
/** The monitor's own view. */
export const OBSERVER = '@observer';
