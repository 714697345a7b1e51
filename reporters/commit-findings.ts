import type { Check, RuleSeverity } from '../src/levels/check.ts';
import { comparePlaces } from '../src/levels/compare-places.ts';
import { MENDS } from '../src/levels/mends/mends.ts';
import type { CheckResult, Report } from '../src/model/result.ts';
import type { PassedSpot, Spot } from '../src/model/verdict.ts';

/** One spot of a report, with the rule that it breaks. */
export interface CommitFinding extends Spot {
  readonly rule: string;
  readonly check: string;
  readonly severity: RuleSeverity;
  readonly cause?: string;
  readonly fix?: string;
  /** `failsafe precommit --fix` may mend it, where no person has to decide. */
  readonly mendable: boolean;
}

/** One that a comment or the baseline passes over. */
export type PassedFinding = CommitFinding & PassedSpot;

function placed<S extends Spot>(
  result: CheckResult,
  spots: readonly S[],
  checks: readonly Check[],
): (CommitFinding & S)[] {
  const rule = checks.find(({ id }) => id === result.check)?.rule;
  if (rule === undefined) return [];
  const { check, cause, fixes } = result;
  const facts = {
    rule: rule.id,
    check,
    severity: rule.severity,
    cause,
    fix: fixes[0]?.text,
    mendable: rule.id in MENDS,
  };
  return spots.map(spot => ({ ...facts, ...spot }));
}

/** What was found, file by file and line by line. */
export const commitFindings = ({ results }: Report, checks: readonly Check[]): CommitFinding[] =>
  results.flatMap(result => placed(result, result.spots ?? [], checks)).sort(comparePlaces);

/** What is passed over, in the same order. */
export const passedFindings = ({ results }: Report, checks: readonly Check[]): PassedFinding[] =>
  results.flatMap(result => placed(result, result.passedOver ?? [], checks)).sort(comparePlaces);
