import { formatDuration } from '../../src/config/units.ts';
import type { PastRun } from '../run-history.ts';
import { html, type Markup } from './element.ts';

const WIDTH = 180;
const HEIGHT = 28;
const EDGE = 3;
/** So many checks are drawn: of thousands nobody looks for one that is as fast as the others. */
const MOST = 500;

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

/** The times of a check, one a run, and the one in the middle. */
interface Responses {
  readonly id: string;
  readonly times: readonly (number | undefined)[];
  readonly median: number;
}

function responsesOf(id: string, runs: readonly PastRun[]): Responses {
  const times = runs.map(({ responses }) => responses[id]);
  const known = times.filter(time => time !== undefined).sort((one, other) => one - other);
  return { id, times, median: known[Math.floor(known.length / 2)] ?? 0 };
}

function row({ id, times, median }: Responses): Markup {
  const last = times.at(-1);
  return html`<tr><td>${id}</td><td>${plot(times)}</td><td class="number">${last === undefined ? 'no answer' : formatDuration(last)}</td><td class="number quiet">${formatDuration(median)}</td></tr>
`;
}

/** The slowest of them, in their order. */
function slowest(all: readonly Responses[]): readonly Responses[] {
  if (all.length <= MOST) return all;
  const chosen = new Set([...all].sort((one, other) => other.median - one.median).slice(0, MOST));
  return all.filter(one => chosen.has(one));
}

/** How long each answer took, in this run and in the earlier ones of the same runtime. */
export function responsesSection(runs: readonly PastRun[]): Markup | undefined {
  const { runtime } = runs.at(-1) ?? {};
  const alike = runs.filter(run => run.runtime === runtime);
  const ids = [...new Set(alike.flatMap(({ responses }) => Object.keys(responses)))];
  if (ids.length === 0) return undefined;
  const shown = slowest(ids.map(id => responsesOf(id, alike)));
  const which =
    shown.length < ids.length
      ? html` <span class="quiet">the ${MOST} slowest of ${ids.length}</span>`
      : undefined;
  return html`<section aria-labelledby="responses"><h2 id="responses">Response times</h2>${which}<div class="scroll"><table>
<thead><tr><th>check</th><th>${alike.length === 1 ? 'this run' : `the last ${alike.length} runs`}</th><th class="number">now</th><th class="number">median</th></tr></thead><tbody>
${shown.map(row)}</tbody></table></div></section>
`;
}
