import { outcome } from '../src/engine/outcome.ts';
import type { Report } from '../src/model/result.ts';
import { VERDICTS } from './verdict-words.ts';

/** The report for machines. Its form is docs/report.schema.json; `version` changes when the form does. */
export function renderJson(report: Report): string {
  const verdict = VERDICTS[outcome(report).exitCode];
  return `${JSON.stringify({ verdict, ...report }, null, 2)}\n`;
}
