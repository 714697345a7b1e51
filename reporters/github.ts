import type { CheckResult } from '../src/model/result.ts';
import type { CommitFinding } from './commit-findings.ts';

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const COMMANDS = { critical: 'error', high: 'error', medium: 'warning', low: 'notice' } as const;

/** Workflow commands of GitHub Actions: each finding becomes an annotation at its line. */
export function renderGithub(findings: readonly CommitFinding[], unsure: readonly CheckResult[]): string {
  const lines = findings.map(({ severity, file, line, column, rule, message, fix }) => {
    const at = `file=${property(file)},line=${line},col=${column},title=${property(`${rule} (${severity})`)}`;
    return `::${COMMANDS[severity]} ${at}::${data(fix === undefined ? message : `${message}\n${fix}`)}\n`;
  });
  const errors = unsure.map(({ id, message }) => `::error title=${property(id)}::${data(message)}\n`);
  return [...lines, ...errors].join('');
}
