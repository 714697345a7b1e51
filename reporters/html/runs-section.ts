import { formatDuration } from '../../src/config/units.ts';
import { minuteOf } from '../minute-of.ts';
import type { PastRun } from '../run-history.ts';
import { VERDICT_TONES, verdictOf } from '../verdict-words.ts';
import { html, type Markup } from './element.ts';

const BAR = 14;
const HEIGHT = 48;
const LEAST = 3;

/** One bar a run: its height is how long it took, its colour the verdict. */
function bars(runs: readonly PastRun[]): Markup {
  const longest = Math.max(...runs.map(({ durationMs }) => durationMs), 1);
  const items = runs.map((run, index) => {
    const { durationMs, exitCode, startedAt } = run;
    const height = Math.max(LEAST, (durationMs / longest) * HEIGHT);
    return html`<rect class="bar-${exitCode}" x="${index * BAR}" y="${(HEIGHT - height).toFixed(1)}" width="${BAR - 3}" height="${height.toFixed(1)}"><title>${startedAt} ${verdictOf(run)}, ${formatDuration(durationMs)}</title></rect>`;
  });
  return html`<svg role="img" aria-label="Verdict and duration of each run" width="${runs.length * BAR}" height="${HEIGHT}" viewBox="0 0 ${runs.length * BAR} ${HEIGHT}">${items}</svg>`;
}

function row(run: PastRun): Markup {
  const { startedAt, runtime, filter, exitCode, durationMs, roots, counts } = run;
  const what = roots.length > 0 ? roots.join(', ') : `${counts.pass} passed`;
  return html`<tr><td><time datetime="${startedAt}">${minuteOf(startedAt)}</time></td><td class="${VERDICT_TONES[exitCode]}">${verdictOf(run)}</td><td>${what}<div class="quiet small">${runtime}${filter === undefined ? '' : ` · only ${filter}`}</div></td><td class="number">${formatDuration(durationMs)}</td></tr>
`;
}

/** This run among the earlier ones, the newest first. */
export function runsSection(runs: readonly PastRun[]): Markup | undefined {
  if (runs.length < 2) return undefined;
  return html`<section aria-labelledby="runs"><h2 id="runs">Runs</h2>${bars(runs)}
<details><summary>${runs.length} runs</summary><div class="scroll"><table><thead><tr><th>UTC</th><th>verdict</th><th>what</th><th class="number">took</th></tr></thead><tbody>
${runs.toReversed().map(row)}</tbody></table></div></details></section>
`;
}
