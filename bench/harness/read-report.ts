import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/model/result.ts';

const SHOWN = 5;

/** What the last `failsafe check` in a folder wrote, in a sentence: how many results, how long it started, what was not well. */
export function readReport(folder: string): string {
  const text = readFileSync(join(folder, '.failsafe/reports/report.json'), 'utf8');
  const { results, startMs, durationMs } = JSON.parse(text) as Report;
  const red = results.filter(({ status }) => status !== 'pass' && status !== 'skip').map(({ id }) => id);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const more = red.length > SHOWN ? ` and ${red.length - SHOWN} more` : '';
  const bad = red.length > 0 ? `; not well: ${red.slice(0, SHOWN).join(', ')}${more}` : '';
  return `The last run: ${results.length} results; to start or find the stack took ${seconds(startMs)} of ${seconds(durationMs)}${bad}.`;
}
