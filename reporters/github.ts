import type { CheckResult } from '../src/model/result.ts';
import type { CommitFinding } from './commit-findings.ts';

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const COMMANDS = { critical: 'error', high: 'error', medium: 'warning', low: 'notice' } as const;

/** What an annotation is tied to. */
interface Anchor {
  readonly title: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** One workflow command: an annotation at its line, or in the run's overview where it has none. */
export function annotation(command: 'error' | 'warning' | 'notice', anchor: Anchor, text: string): string {
  const { file, line, column, title } = anchor;
  const facts = { file, line, col: column, title };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  const at = known.map(([key, value]) => `${key}=${property(String(value))}`).join(',');
  return `::${command} ${at}::${data(text)}\n`;
}

/** Workflow commands of GitHub Actions: each finding becomes an annotation at its line. */
export function renderGithub(findings: readonly CommitFinding[], unsure: readonly CheckResult[]): string {
  const lines = findings.map(({ severity, file, line, column, rule, message, fix }) => {
    const anchor = { file, line, column, title: `${rule} (${severity})` };
    return annotation(COMMANDS[severity], anchor, fix === undefined ? message : `${message}\n${fix}`);
  });
  return [...lines, ...unsure.map(({ id, message }) => annotation('error', { title: id }, message))].join('');
}
