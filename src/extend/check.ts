import type { CodePage } from '../levels/check.ts';
import type { HEALTH_LEVELS } from '../model/level.ts';
import type { Severity } from '../model/status.ts';
import type { Verdict } from '../model/verdict.ts';
import type { OwnProbe } from './probe.ts';

/** A check of one's own: metadata, a probe that looks, and a pure judgement. */
export interface OwnCheck<
  Observation = unknown,
  Parameters = Record<string, unknown>,
  Code extends string = string,
> {
  /** `queue.depth`: a namespace of its own, which is no level, and a name; stable. */
  readonly id: string;
  /** The rung of the ladder that it belongs to: it has that tag, and the spec of that level runs it. */
  readonly level: (typeof HEALTH_LEVELS)[number];
  /** `warning`: its failures are warnings, and block nothing. Default: `error`. */
  readonly severity?: Severity;
  /** What holds when it passes: "The queue is worked off". */
  readonly title: string;
  /** Why it matters. */
  readonly why: string;
  /** Where the rule comes from. */
  readonly source?: string;
  /** JSON Schema (2020-12 or draft-07) of `with` in failsafe.yaml. Default: nothing may stand there. */
  readonly parameters?: object;
  /** Every code that `evaluate` can give, and what it means; `failsafe explain` shows it. */
  readonly codes: Readonly<Record<Code, CodePage>>;
  readonly probe: OwnProbe<Observation, Parameters>;
  /** Judges what was seen; pure. Use `pass`, `warn`, `fail` and `skip`. */
  evaluate(observation: Observation, parameters: Parameters): Verdict<NoInfer<Code>>;
}

/** What a module exports is told apart by this. */
export interface Brought<Kind extends string, Definition> {
  readonly kind: Kind;
  readonly definition: Definition;
}

/** A check that a module exports: by default, or in a list. */
export type BroughtCheck<O = unknown, P = Record<string, unknown>, C extends string = string> = Brought<
  'check',
  OwnCheck<O, P, C>
>;

/** Makes a check that a module of `extensions` exports. */
export const defineCheck = <O, P = Record<string, unknown>, C extends string = string>(
  definition: OwnCheck<O, P, C>,
): BroughtCheck<O, P, C> => ({ kind: 'check', definition });
