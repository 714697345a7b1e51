import type { Fix } from '../model/verdict.ts';

/** A line of the log of a service. */
export interface LogLine {
  readonly service: string;
  readonly text: string;
}

/** What is known of a failure that no other failure explains. */
export interface Symptom {
  /** Id of the check. */
  readonly check: string;
  readonly code: string;
  readonly message: string;
  /** The service that it is about. */
  readonly service: string;
  /** Of that service and of those it stands on; the oldest first. */
  readonly logs: readonly LogLine[];
  /** The service passed an answer on, and a bad one: that it got none from others is not why. */
  readonly answered?: boolean;
  /** Services by the address at which others of the stack find them now: `172.18.0.3`. Undefined: not known. */
  readonly servicesByAddress?: ReadonlyMap<string, string>;
}

/** Why something failed, as the evidence shows: never a guess. */
export interface Diagnosis {
  /** Of the cause, as `missing-module`. */
  readonly id: string;
  /** The service whose log shows it, or that the engine speaks of. */
  readonly service: string;
  /** A sentence. */
  readonly cause: string;
  /** What shows it: lines of a log, words of the engine. */
  readonly because: readonly string[];
  /** Where it is known what mends this very case. */
  readonly fix?: Fix;
  /** It lies in the service itself and is the last that was said: what the service stands on has not ended it. */
  readonly own?: true;
}

/** A diagnosis with its place in the evidence: what was said last is nearest to the failure. */
export interface Found {
  readonly diagnosis: Diagnosis;
  readonly place: number;
}

/** One cause, and how it shows. */
export interface KnownCause {
  readonly id: string;
  /** It says what happened, not why: any other that says more comes first. */
  readonly general?: true;
  /** It lies in the service itself: its image, its configuration, its volume. */
  readonly own?: true;
  find(symptom: Symptom): Found | undefined;
}
