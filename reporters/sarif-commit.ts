import type { Check } from '../src/levels/check.ts';
import type { CommitFinding } from './commit-findings.ts';
import { renderSarif, sarifLevelOf } from './sarif.ts';

/** What `failsafe precommit` found, as SARIF: each rule that there is, each finding at its line. */
export const renderSarifCommit = (findings: readonly CommitFinding[], checks: readonly Check[]): string =>
  renderSarif(
    findings.map(finding => ({ ...finding, level: sarifLevelOf(finding.severity) })),
    checks.filter(({ rule }) => rule !== undefined),
  );
