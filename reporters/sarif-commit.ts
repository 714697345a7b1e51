import type { Proposal } from '../src/engine/mend/propose-edits.ts';
import type { Check } from '../src/levels/check.ts';
import type { CheckResult } from '../src/model/result.ts';
import type { PassedSpot } from '../src/model/verdict.ts';
import type { CommitFinding, PassedFinding } from './commit-findings.ts';
import { renderSarif, type Suppression, sarifLevelOf } from './sarif.ts';

/** What was seen of a commit, as SARIF tells it. */
export interface SarifCommit {
  readonly findings: readonly CommitFinding[];
  readonly passedOver: readonly PassedFinding[];
  /** What could not be looked at. */
  readonly unsure: readonly CheckResult[];
  readonly proposals: readonly Proposal[];
}

/** How SARIF says that a spot is passed over. */
export const suppressionOf = ({ by, why }: Pick<PassedSpot, 'by' | 'why'>): Suppression => ({
  kind: by === 'comment' ? 'inSource' : 'external',
  justification: why,
});

const replacementsOf = (finding: CommitFinding, proposals: readonly Proposal[]) =>
  proposals.find(
    ({ rule, spot: { file, line, column, message } }) =>
      rule === finding.rule &&
      file === finding.file &&
      line === finding.line &&
      column === finding.column &&
      message === finding.message,
  )?.replacements;

/**
 * What `failsafe precommit` found, as SARIF: each rule that there is, each finding at its line with the edit that mends it, what
 * is passed over suppressed. What could not be looked at makes the run one that did not succeed.
 */
export const renderSarifCommit = (
  { findings, passedOver, unsure, proposals }: SarifCommit,
  checks: readonly Check[],
): string =>
  renderSarif(
    [
      ...findings.map(finding => ({
        ...finding,
        level: sarifLevelOf(finding.severity),
        replacements: replacementsOf(finding, proposals),
      })),
      ...passedOver.map(finding => ({
        ...finding,
        level: sarifLevelOf(finding.severity),
        suppressed: suppressionOf(finding),
      })),
    ],
    checks.filter(({ rule }) => rule !== undefined),
    unsure.map(({ id, code, message }) => ({ code, message: `${id}: ${message}` })),
  );
