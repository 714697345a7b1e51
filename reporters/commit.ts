import type { Check } from '../src/levels/check.ts';
import type { Report } from '../src/model/result.ts';
import { commitFindings } from './commit-findings.ts';
import { renderCommitText } from './commit-text.ts';
import { renderGithub } from './github.ts';
import { renderJunit } from './junit.ts';
import { styleFor } from './style.ts';

/** What `failsafe precommit` prints. `changed`: how many files were changed; undefined when all were looked at. */
export async function renderCommit(
  name: 'text' | 'json' | 'sarif' | 'junit' | 'github',
  report: Report,
  checks: readonly Check[],
  changed: number | undefined,
): Promise<string> {
  const findings = commitFindings(report, checks);
  const unsure = report.results.filter(({ status }) => status === 'error');
  switch (name) {
    case 'text':
      return renderCommitText(
        { findings, unsure, changed, durationMs: report.durationMs },
        styleFor(process.stdout),
      );
    case 'json':
      return `${JSON.stringify({ version: 1, changed, findings, unsure }, null, 2)}\n`;
    case 'junit':
      return renderJunit(report);
    case 'github':
      return renderGithub(findings, unsure);
    case 'sarif':
      return (await import('./sarif-commit.ts')).renderSarifCommit(findings, checks, unsure);
  }
}
