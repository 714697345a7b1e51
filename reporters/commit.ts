import type { Proposal } from '../src/engine/mend/propose-edits.ts';
import type { Check } from '../src/levels/check.ts';
import type { Report } from '../src/model/result.ts';
import { commitFindings, passedFindings } from './commit-findings.ts';
import { renderCommitText } from './commit-text.ts';
import { renderGithub } from './github.ts';
import { renderJunit } from './junit.ts';
import { styleFor } from './style.ts';

/** What a report of a commit is made from. */
export interface CommitReport {
  readonly report: Report;
  readonly checks: readonly Check[];
  /** How many files were changed; undefined when all were looked at. */
  readonly changed: number | undefined;
  /** The edits that SARIF tells of. Default: none. */
  readonly proposals?: readonly Proposal[];
}

/** What `failsafe precommit` prints. */
export async function renderCommit(
  name: 'text' | 'json' | 'sarif' | 'junit' | 'github',
  { report, checks, changed, proposals = [] }: CommitReport,
): Promise<string> {
  const findings = commitFindings(report, checks);
  const passedOver = passedFindings(report, checks);
  const unsure = report.results.filter(({ status }) => status === 'error');
  switch (name) {
    case 'text':
      return renderCommitText(
        { findings, unsure, changed, durationMs: report.durationMs },
        styleFor(process.stdout),
      );
    case 'json':
      return `${JSON.stringify({ version: 1, changed, findings, passedOver, unsure }, null, 2)}\n`;
    case 'junit':
      return renderJunit(report);
    case 'github':
      return renderGithub(findings, unsure);
    case 'sarif':
      return (await import('./sarif-commit.ts')).renderSarifCommit(
        { findings, passedOver, unsure, proposals },
        checks,
      );
  }
}
