import type { ServiceAct } from '../../model/verdict.ts';
import type { HealAct, WayBack } from './heal-act.ts';

/**
 * Where a subject stands.
 *
 * - `unknown`: not seen yet.
 * - `starting`: may fail until its start deadline.
 * - `healthy`
 * - `suspect`: failed, but not often enough to be believed.
 * - `failed`: confirmed, and nothing below it explains it.
 * - `blocked`: fails because of another: neither healed nor alerted.
 * - `healing`: an act on it is under way.
 * - `verifying`: was acted on, and is not proven well yet.
 * - `backoff`: the next act waits.
 * - `open`: given up; looked at seldom, until somebody mends it.
 * - `maintenance`: stopped by an operator.
 */
export type Phase =
  | 'unknown'
  | 'starting'
  | 'healthy'
  | 'suspect'
  | 'failed'
  | 'blocked'
  | 'healing'
  | 'verifying'
  | 'backoff'
  | 'open'
  | 'maintenance';

/** What a failure looks like: the evidence of an act, the text of an alert. */
export interface Cause {
  /** The id of the check that saw it, or who else did. */
  readonly seenBy: string;
  /** The stable code of the failure. */
  readonly code: string;
  readonly message: string;
  /** What is probably behind it. */
  readonly likely?: string;
  /** What a person may do about it. */
  readonly fix?: string;
}

/** An act that was decided: the intent, written down before it is done. */
export interface Heal {
  /** Unique within the project for ever. */
  readonly id: string;
  readonly act: HealAct;
  /** When it was decided. */
  readonly at: number;
  readonly because: Cause;
  /** The process that began it has ended since: whether it was done is not known. */
  readonly interrupted?: true;
}

/** What is known of one subject. */
export interface SubjectState {
  phase: Phase;
  /** When it came into this phase. */
  since: number;
  /** Failures, or successes, in a row. */
  failures: number;
  successes: number;
  /** The last results, the newest last: `1` success, `0` failure. */
  results: string;
  /** Until then failures are those of a start; undefined once it has succeeded. */
  deadline?: number;
  /** A failure that is beyond doubt: an act may follow. */
  confirmed: boolean;
  /** The last failure; undefined when it is well. */
  cause?: Cause;
  /** The act that mends it, when the last look knew one. */
  act?: ServiceAct;
  /** No act on a service mends this, and why. */
  hopeless?: string;
  /** What is hopeless came with a version: an earlier one does not have it. */
  ofVersion?: boolean;
  /** The engine is about to restart it. */
  restarting?: boolean;
  /** A new container would come from another image. */
  imageChanged?: boolean;
  /** The engine has told that it ended by itself: the next failure is believed at once. */
  died?: true;
  /** The subject that explains it, while it is blocked. */
  blockedBy?: string;
  /** Acts since it was last healthy for long: what the backoff grows with. */
  attempts: number;
  /** Acts since it was last verified: how high the ladder was climbed. */
  rung: number;
  /** When the next act may follow. */
  healAt?: number;
  healthySince?: number;
  /** The act that is under way, or is being verified. */
  heal?: Heal;
  /** Since when it, its checks and those of its dependents are without a failure. */
  cleanSince?: number;
  /** Why no act follows any more. */
  given?: string;
  /** Restarts that the engine has counted so far, and the last start that it told of. */
  restarts?: number;
  startedAt?: number;
  flapping: boolean;
}

/** `down`: a subject fails; `blind`: nothing can be seen; `flapping`: it comes and goes. */
export type AlertKind = 'down' | 'blind' | 'flapping';

/** Something that happened to a root while its alert was there. */
export interface Happening {
  readonly at: number;
  readonly what: string;
}

/** One alert: a root cause, from the first doubt to its confirmed end. */
export interface Alert {
  /** `<project>/<root>/<kind>`: there is one at a time with each key. */
  readonly key: string;
  readonly root: string;
  readonly kind: AlertKind;
  state: 'pending' | 'firing' | 'resolved';
  /** When the first failure was seen. */
  readonly since: number;
  firingAt?: number;
  resolvedAt?: number;
  /** Since when the root is well again. */
  wellSince?: number;
  cause: Cause;
  /** Subjects that fail because of it. */
  affected: string[];
  /** What was done about it, in words. */
  done: string[];
  /** From the first failure to the end, the first 30. Alerts of earlier versions have none. */
  timeline?: Happening[];
  /** What was last told of it, and when; nothing yet when undefined. */
  told?: { readonly what: NoticeKind; readonly at: number };
  /** Told that it needs a person. */
  escalated?: true;
  /** Nobody is told of it until then, as failsafe.yaml has it. */
  silencedUntil?: number;
  /** It was not told of when a maintenance window opened, or fired in one: what is well again after that is not told. */
  hushed?: true;
}

/** What a notice says of its alerts. */
export type NoticeKind = 'firing' | 'escalated' | 'reminder' | 'resolved';

/** An alert as it is told. */
export interface AlertNotice {
  readonly key: string;
  readonly root: string;
  readonly kind: AlertKind;
  readonly since: number;
  readonly resolvedAt?: number;
  readonly cause: Cause;
  readonly affected: readonly string[];
  readonly done: readonly string[];
  /** What happens next, or what a person has to do. */
  readonly next?: string;
}

/** Something to be told to each channel, kept until it was. */
export interface Notice {
  readonly id: string;
  readonly at: number;
  readonly what: NoticeKind;
  readonly project: string;
  readonly alerts: readonly AlertNotice[];
  /** Names of the channels that were not told yet. */
  channels: string[];
}

/** A restart that counts against the budgets. */
export interface Spent {
  readonly at: number;
  readonly service: string;
  readonly by: 'failsafe' | 'engine';
}

/** All that the monitor knows: JSON, so that it survives the process. */
export interface MonitorState {
  readonly version: 1;
  /** Makes ids unique, and the jitter of one project another than that of the next. */
  readonly seed: string;
  /** Counts what has got an id so far. */
  count: number;
  /** When a cycle was last looked at, whatever came of it. */
  seenAt?: number;
  /** How often the monitor looks. */
  intervalMs?: number;
  /** Nothing can be seen: acts and verdicts are frozen. */
  blind?: { since: number; cause: Cause; cycles: number; sights: number };
  /** A maintenance window is open. */
  maintenance: boolean;
  /** The version before a recent deploy, as the last cycle found it. */
  wayBack?: WayBack;
  /** The deploy that was undone last, or was to be, and why not. */
  wentBack?: { readonly deploy: string; readonly version: string; readonly refusal?: string };
  subjects: Record<string, SubjectState>;
  spent: Spent[];
  alerts: Record<string, Alert>;
  /** Alerts that are over, the newest last. */
  history: Alert[];
  outbox: Notice[];
}

/** A monitor that has seen nothing. */
export const emptyState = (seed: string): MonitorState => ({
  version: 1,
  seed,
  count: 0,
  maintenance: false,
  subjects: {},
  spent: [],
  alerts: {},
  history: [],
  outbox: [],
});

/** A subject that was not seen yet. */
export const unseen = (now: number): SubjectState => ({
  phase: 'unknown',
  since: now,
  failures: 0,
  successes: 0,
  results: '',
  confirmed: false,
  attempts: 0,
  rung: 0,
  flapping: false,
});
