import { outcome } from '../src/engine/outcome.ts';
import type { Report } from '../src/model/result.ts';
import { inPieces } from './in-pieces.ts';
import { verdictOf } from './verdict-words.ts';

/** What stands around the results in a document that has them alone. */
const BEFORE = '{\n  "results": [\n';
const AFTER = '\n  ]\n}';
/** In no text: there a line break is escaped. In nothing else: all inner keys stand further to the right. */
const NO_RESULTS = '\n  "results": []';

/** The text of {@link renderJson}, in pieces. */
export function* jsonPieces(report: Report, strict = false): Generator<string> {
  const verdict = verdictOf(outcome(report, strict));
  const frame = `${JSON.stringify({ verdict, ...report, results: [] }, null, 2)}\n`;
  if (report.results.length === 0) return yield frame;
  const [head = '', tail = ''] = frame.split(NO_RESULTS);
  yield `${head}\n  "results": [`;
  let between = '\n';
  for (const results of inPieces(report.results)) {
    yield between + JSON.stringify({ results }, null, 2).slice(BEFORE.length, -AFTER.length);
    between = ',\n';
  }
  yield `\n  ]${tail}`;
}

/** The report for machines. Its form is docs/report.schema.json; `version` changes when the form does. */
export function renderJson(report: Report, strict = false): string {
  return [...jsonPieces(report, strict)].join('');
}
