import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Source } from '../config/schema/source.ts';
import type { Level } from '../model/level.ts';
import type { JudgedFiles, RawFile, SourceObservation } from '../model/observations/source.ts';
import type { Observation, Params, Probe, ProbeId } from '../model/probe.ts';
import type { ProbeError } from '../model/probe-error.ts';
import type { Severity } from '../model/status.ts';
import type { Verdict } from '../model/verdict.ts';

/** The page of one code in the catalogue. */
export interface CodePage {
  /** What happened, in a few words. */
  readonly title: string;
  /** The likely cause, as a sentence. */
  readonly cause: string;
  /** What mends it, as a sentence. */
  readonly fix: string;
}

/** One application of a check: what to look at, and what to expect there. */
export interface CheckInstance<P extends ProbeId, Expectation> {
  /** The service, target, endpoint … it is applied to. With the check's id it makes the id: `<check>:<subject>`. */
  readonly subject: string;
  readonly params: Params<P>;
  readonly expectation: Expectation;
  /** Tags from failsafe.yaml; the level's name is a tag always. */
  readonly tags?: readonly string[];
  /** What must be well first, else this is `blocked` and not looked at: check ids, levels, services, endpoints. */
  readonly needs?: readonly string[];
  /**
   * Looked at in any case, but a failure is put down to one of these when it fails too (the same kinds of names as
   * `needs`): an API that answers 502 while the service behind the proxy is down.
   */
  readonly excusedBy?: readonly string[];
  /** Milliseconds for one look. Default 5000. */
  readonly timeoutMs?: number;
  /** Look again until it passes or these milliseconds are up. */
  readonly eventuallyMs?: number;
  /** A look may change something in the application: it is not made twice unless `eventuallyMs` asks for it. */
  readonly unsafe?: true;
}

/** How much a rule of the files weighs; `critical` and `high` fail the gate. */
export const RULE_SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
/** One of {@link RULE_SEVERITIES}. */
export type RuleSeverity = (typeof RULE_SEVERITIES)[number];

/** Files of an example, by their paths. */
export type Files = Readonly<Record<string, string | Partial<RawFile>>>;

/** What a rule of the files has besides what every check has. */
export interface RuleFacts {
  /** Such as `C01`: its code, and what an allow-comment names. */
  readonly id: string;
  readonly severity: RuleSeverity;
  /** Files that break it, and the same ones mended. Tests run both. */
  readonly bad: Files;
  readonly good: Files;
  /** The section `source` of failsafe.yaml in both examples. */
  readonly declared?: Source;
  /** Put together when the rule is made, and shown in no page: what in the examples is a secret. */
  readonly secret?: string;
  /** Of rules that look at each file by itself: judges some of the files, as they are read. */
  judgeSome?(project: SourceObservation, declared: Source): JudgedFiles;
}

/** One named rule: metadata, where it applies, and a pure judgement. */
export interface Check<P extends ProbeId = ProbeId, Expectation = unknown, Code extends string = string> {
  /** `<level>.<file name>`; stable. */
  readonly id: string;
  readonly level: Level;
  /** `warning`: its failures are warnings, and block nothing. */
  readonly severity: Severity;
  /** What holds when it passes: "The container runs". */
  readonly title: string;
  /** Why it matters. */
  readonly why: string;
  /** Where the rule comes from: RFC, ASVS, CIS, SQLSTATE … */
  readonly source?: string;
  readonly probe: P;
  /** Of checks of a module of `extensions`: what looks, under the id that `probe` names. */
  readonly ownProbe?: Probe<ProbeId>;
  /** Of checks of static levels. */
  readonly rule?: RuleFacts;
  readonly codes: Readonly<Record<Code, CodePage>>;
  /** Where it applies in this deployment. The same in every runtime. */
  instances(loaded: LoadedConfig): readonly CheckInstance<P, Expectation>[];
  /** Pure. */
  evaluate(observation: Observation<P>, expectation: Expectation): Verdict<Code>;
  /**
   * Judges a probe that failed. Without it a `target` error is `fail` and an `observer` error is `error`, with the
   * error's own code.
   */
  evaluateError?(error: ProbeError, expectation: Expectation): Verdict<Code> | undefined;
}

/** Gives a check its types. */
export function defineCheck<P extends ProbeId, Expectation, Code extends string>(
  check: Check<P, Expectation, Code>,
): Check<P, Expectation, Code> {
  return check;
}
