import { outcome } from '../src/engine/outcome.ts';
import type { Report } from '../src/model/result.ts';
import { verdictOf } from './verdict-words.ts';

/** The report for machines. Its form is docs/report.schema.json; `version` changes when the form does. */
export function renderJson(report: Report, strict = false): string {
  const verdict = verdictOf(outcome(report, strict));
  return `${JSON.stringify({ verdict, ...report }, null, 2)}\n`;
}
