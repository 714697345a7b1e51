import type { Evidence } from './json.ts';
import type { Level } from './level.ts';
import type { Problem } from './problem.ts';
import type { Severity, Status } from './status.ts';
import type { PassedSpot, ServiceAct, Spot } from './verdict.ts';

/** A suggestion as shown: the sentence and the command of the runtime in use. */
export interface Suggestion {
  readonly text: string;
  readonly command?: string;
  /** The act on a service that the command does. */
  readonly act?: ServiceAct;
}

/** What a baseline passes over. */
export interface Known {
  /** What it would be without the baseline. */
  readonly status: 'fail' | 'warn' | 'blocked';
  /** The last day on which it is passed over, as `2027-02-01`. */
  readonly expires: string;
  readonly reason?: string;
  /** How many spots of a static level; the others are not known. */
  readonly spots?: number;
}

/** The finding of one planned check, with everything a reporter needs. */
export interface CheckResult {
  /** `<check>:<subject>`, the same in every runtime. */
  readonly id: string;
  /** The check's id, the name of its page in docs/checks. */
  readonly check: string;
  /** What it was applied to: a service, a target, an endpoint. */
  readonly subject: string;
  readonly level: Level;
  readonly title: string;
  readonly severity: Severity;
  readonly tags: readonly string[];
  readonly status: Status;
  readonly code: string;
  readonly message: string;
  readonly expected?: string;
  readonly got?: string;
  readonly evidence?: Evidence;
  /** Where in the files of the application it is wrong; of static levels only. */
  readonly spots?: readonly Spot[];
  /** What is not counted among them; of static levels only. */
  readonly passedOver?: readonly PassedSpot[];
  /** The cause that the evidence shows, else the likely one, from the catalogue of codes. */
  readonly cause?: string;
  /** What was read to find the cause of a failure that nothing else explains. */
  readonly diagnosis?: {
    /** Ids of the known causes that show, the likeliest first; none: nothing that was read explains it. */
    readonly causes: readonly string[];
    /** What shows the cause: lines of logs, words of the engine. */
    readonly because: readonly string[];
    /** The last lines of the service. */
    readonly log: readonly string[];
  };
  readonly fixes: readonly Suggestion[];
  readonly known?: Known;
  /** The prerequisite that failed, and the first failure behind it. Ids of checks. */
  readonly blockedBy?: string;
  readonly rootBlocker?: string;
  /** How many looks it took. More than 1 with `pass` means that it passed after a retry. */
  readonly attempts: number;
  /** Milliseconds from the first look to the verdict, prerequisites not included. */
  readonly durationMs: number;
}

/** What is different from the deployment that was last seen wholly healthy. */
export interface Changes {
  /** When that was, ISO 8601, UTC. */
  readonly since: string;
  /** One sentence each. */
  readonly what: readonly string[];
}

/** What is to be done about the baseline of a run. */
export interface BaselineNews {
  readonly file: string;
  /** What it knows and is well now, or is not declared any more: it can be taken out. */
  readonly healed: readonly string[];
  /** What it no longer passes over, as its day is past. */
  readonly expired: readonly string[];
  /** What it knows and fails otherwise now, so that it is not passed over. */
  readonly changed: readonly string[];
}

/** All results of a run, as reporters get it. */
export interface Report {
  readonly version: 1;
  readonly project: string;
  readonly runtime: string;
  /** The compose project that was looked at, where its name is another. */
  readonly deployment?: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Of which milliseconds went into starting the stack; 0 when it ran already. */
  readonly startMs: number;
  /** The tag expression that chose the checks, if any. */
  readonly filter?: string;
  readonly results: readonly CheckResult[];
  /** Failures outside of the selection that block something in it. */
  readonly prerequisites: readonly CheckResult[];
  /** Where something is not well, and the deployment was once. */
  readonly changes?: Changes;
  /** Where a baseline was asked. */
  readonly baseline?: BaselineNews;
  /** Why the run could not be done at all, or not wholly. */
  readonly problems: readonly Problem[];
}
