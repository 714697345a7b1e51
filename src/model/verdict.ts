import type { Evidence } from './json.ts';
import type { Status } from './status.ts';

/** What can be done with a service of the stack; every runtime knows the command for each. */
export type ServiceAction = 'create' | 'start' | 'restart' | 'recreate' | 'resume' | 'logs' | 'inspect';

/** An act on a service. */
export interface ServiceAct {
  readonly action: ServiceAction;
  readonly service: string;
}

/** One suggestion that mends a failure. */
export interface Fix {
  /** What to do, as a sentence. */
  readonly text: string;
  /** A command to copy. */
  readonly command?: string;
  /** Or a statement for the database that the check looks at. */
  readonly sql?: string;
  /** Or an act on a service, for which the runtime in use knows the command. */
  readonly act?: ServiceAct;
}

/** Failures of one target whose marks tell the same cause may be put down to the first of them. */
export interface Mark {
  readonly cause: string;
  /** What was asked, where it only speaks of a common cause when all that was asked got the same answer. */
  readonly request?: string;
  /** What routes go by: the first part of the path that was asked for. */
  readonly prefix?: string;
  /** What was asked passes requests on, and says so when nobody answers them (502, 504). */
  readonly passesOn?: true;
  /** The same answer as a mark that tells of a request, where `cause` says more: it may be what everybody gets. */
  readonly whole?: Mark;
}

/** One spot in a file of the application, 1-based. */
export interface Place {
  /** Relative to the folder of the application, with slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One spot that breaks a rule, and what is wrong there. */
export interface Spot extends Place {
  readonly message: string;
  /** The other end of what does not fit together. */
  readonly related?: Place;
}

/** A spot that is passed over, and why. */
export interface PassedSpot extends Spot {
  /** A comment beside it allows it, or the baseline knows it. */
  readonly by: 'comment' | 'baseline';
  /** The reason that is given. */
  readonly why: string;
}

/** What a check says of one observation. `Code` is the union of the codes that the check declares. */
export interface Verdict<Code extends string = string> {
  readonly status: Exclude<Status, 'blocked' | 'known'>;
  /** Stable code of the failure; `OK` for pass. Tests and rules compare codes, never messages. */
  readonly code: Code | 'OK' | 'SKIPPED';
  /** One sentence: what was seen. */
  readonly message: string;
  /** What failsafe.yaml asked for. */
  readonly expected?: string;
  /** What was observed instead. */
  readonly got?: string;
  readonly evidence?: Evidence;
  /** Where in the files of the application it is wrong; of static levels only. */
  readonly spots?: readonly Spot[];
  /** What is not counted among them; of static levels only. */
  readonly passedOver?: readonly PassedSpot[];
  /** Or what finds it: of answers that are well it is seldom asked for. */
  readonly mark?: Mark | (() => Mark | undefined);
  /** Suggestions for this very case; without them the code's own fix is shown. */
  readonly fixes?: readonly Fix[];
  /** Ids of checks that excuse this one at times, but cannot explain this failure. */
  readonly unrelated?: readonly string[];
  /** Somebody did this to the very service: nothing that it stands on explains it. */
  readonly byHand?: true;
  /** What it tells of is over. It explains lines of a log, never a failure that is there now. */
  readonly isOver?: true;
}
