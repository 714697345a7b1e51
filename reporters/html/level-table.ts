import { formatDuration } from '../../src/config/units.ts';
import type { Level } from '../../src/model/level.ts';
import type { CheckResult } from '../../src/model/result.ts';
import { inPieces } from '../in-pieces.ts';
import { MARKS } from '../style.ts';
import { STATUS_WORDS, worstFirst } from '../tally.ts';
import { html, type Markup, sentence } from './element.ts';

function tableRow({ id, status, title, message, attempts, durationMs, rootBlocker }: CheckResult): Markup {
  const because = rootBlocker === undefined ? undefined : html` <span class="quiet">(${rootBlocker})</span>`;
  const retried = attempts > 1 ? html` <span class="quiet">after ${attempts} looks</span>` : undefined;
  return html`<tr data-status="${status}"><td class="mark ${status}">${MARKS[status]} ${STATUS_WORDS[status]}</td><td><span title="${title}">${id}</span><div class="quiet small">${message.includes('`') ? sentence(message) : message}${because}${retried}</div></td><td class="number time quiet">${formatDuration(durationMs)}</td></tr>
`;
}

/** All checks of a level, what is not well first; open when there is such. */
export function* levelTable(level: Level, results: readonly CheckResult[]): Generator<Markup> {
  const open = results.some(({ status }) => status === 'fail' || status === 'error' || status === 'warn');
  yield html`<details class="level" id="level-${level}"${open ? ' open' : ''}><summary><h3>${level}</h3> <span class="quiet">${results.length}</span></summary>
<table><thead><tr><th class="mark">status</th><th>check</th><th class="number time">time</th></tr></thead><tbody>
`;
  for (const piece of inPieces(worstFirst(results))) yield html`${piece.map(tableRow)}`;
  yield html`</tbody></table></details>
`;
}
