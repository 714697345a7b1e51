import type { Check } from '../src/levels/check.ts';
import type { CheckResult } from '../src/model/result.ts';
import type { CommitFinding } from './commit-findings.ts';
import { renderSarif, sarifLevelOf } from './sarif.ts';

/**
 * What `failsafe precommit` found, as SARIF: each rule that there is, each finding at its line. What could not be looked
 * at makes the run one that did not succeed.
 */
export const renderSarifCommit = (
  findings: readonly CommitFinding[],
  checks: readonly Check[],
  unsure: readonly CheckResult[],
): string =>
  renderSarif(
    findings.map(finding => ({ ...finding, level: sarifLevelOf(finding.severity) })),
    checks.filter(({ rule }) => rule !== undefined),
    unsure.map(({ id, code, message }) => ({ code, message: `${id}: ${message}` })),
  );
