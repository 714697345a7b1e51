import { formatDuration } from '../../src/config/units.ts';
import { inPieces } from '../in-pieces.ts';
import type { PastRun } from '../run-history.ts';
import { html, type Markup } from './element.ts';

const WIDTH = 180;
const HEIGHT = 28;
const EDGE = 3;

/** The times of one check over the runs; a run in which it got no answer leaves a gap. */
function plot(times: readonly (number | undefined)[]): Markup {
  const most = Math.max(...times.map(time => time ?? 0), 1);
  const step = times.length < 2 ? 0 : (WIDTH - 2 * EDGE) / (times.length - 1);
  const points = times.map((time, index) =>
    time === undefined
      ? undefined
      : ([EDGE + index * step, HEIGHT - EDGE - (time / most) * (HEIGHT - 2 * EDGE)] as const),
  );
  const path = points
    .map((point, index) =>
      point === undefined
        ? ''
        : `${points[index - 1] === undefined ? 'M' : 'L'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`,
    )
    .join('');
  const last = points.findLast(point => point !== undefined);
  return html`<svg role="img" aria-label="${times.map(time => (time === undefined ? 'no answer' : `${time} ms`)).join(', ')}" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><path class="line" d="${path}"/>${last && html`<circle class="dot" cx="${last[0].toFixed(1)}" cy="${last[1].toFixed(1)}" r="2.5"/>`}</svg>`;
}

function row(id: string, runs: readonly PastRun[]): Markup {
  const times = runs.map(({ responses }) => responses[id]);
  const known = times.filter(time => time !== undefined).sort((one, other) => one - other);
  const middle = known[Math.floor(known.length / 2)] ?? 0;
  const last = times.at(-1);
  return html`<tr><td>${id}</td><td>${plot(times)}</td><td class="number">${last === undefined ? 'no answer' : formatDuration(last)}</td><td class="number quiet">${formatDuration(middle)}</td></tr>
`;
}

/** How long each answer took, in this run and in the earlier ones of the same runtime. */
export function* responsesSection(runs: readonly PastRun[]): Generator<Markup> {
  const { runtime } = runs.at(-1) ?? {};
  const alike = runs.filter(run => run.runtime === runtime);
  const ids = [...new Set(alike.flatMap(({ responses }) => Object.keys(responses)))];
  if (ids.length === 0) return;
  yield html`<section aria-labelledby="responses"><h2 id="responses">Response times</h2><div class="scroll"><table>
<thead><tr><th>check</th><th>${alike.length === 1 ? 'this run' : `the last ${alike.length} runs`}</th><th class="number">now</th><th class="number">median</th></tr></thead><tbody>
`;
  for (const piece of inPieces(ids)) yield html`${piece.map(id => row(id, alike))}`;
  yield html`</tbody></table></div></section>
`;
}
