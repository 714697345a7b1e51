/** A line of a plot. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

interface Plot {
  readonly title: string;
  readonly lines: readonly Line[];
  format(value: number): string;
}

const [WIDTH, HEIGHT] = [460, 300];
const [LEFT, RIGHT, TOP, BOTTOM] = [60, 150, 28, 30];
/** Told apart by those who see no difference between red and green as well (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7a7a7a'];
const LEAST_APART = 12;

/** Powers of ten from the one at or below the least to the one at or above the greatest. */
function decades(values: readonly number[]): number[] {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
}

/** Places a logarithm between two ends. */
function scale(marks: readonly number[], from: number, to: number): (value: number) => number {
  const [first = 1, last = 10] = [marks[0], marks.at(-1)];
  const whole = Math.log10(last / first);
  return value => Math.round(from + ((to - from) * Math.log10(value / first)) / whole);
}

const text = (x: number, y: number, anchor: string, words: string, colour = '#666') =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}">${words}</text>`;

/** Draws lines with logarithmic axes: what grows in proportion is a diagonal, what grows faster is steeper. */
export function plotSvg({ title, lines, format }: Plot): string {
  const all = lines.flatMap(({ points }) => points);
  const [xs, ys] = [decades(all.map(([x]) => x)), decades(all.map(([, y]) => y))];
  const [x, y] = [scale(xs, LEFT, WIDTH - RIGHT), scale(ys, HEIGHT - BOTTOM, TOP)];
  const grid = ys.flatMap(value => [
    `<path d="M${LEFT} ${y(value)}H${WIDTH - RIGHT}" stroke="#8884"/>`,
    text(LEFT - 6, y(value) + 4, 'end', format(value)),
  ]);
  const marks = xs.map(value => text(x(value), HEIGHT - 10, 'middle', value.toLocaleString('en')));
  let lowest = -Infinity;
  const drawn = lines
    .map(({ points, ...line }, index) => ({ ...line, points, colour: COLOURS[index % COLOURS.length] }))
    .toSorted((one, other) => y(one.points.at(-1)?.[1] ?? 1) - y(other.points.at(-1)?.[1] ?? 1))
    .flatMap(({ name, points, colour }) => {
      const [endX, endY] = points.at(-1) ?? [1, 1];
      lowest = Math.max(lowest + LEAST_APART, y(endY) + 4);
      const path = points.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${x(px)} ${y(py)}`).join('');
      return [
        `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        text(x(endX) + 6, lowest, 'start', name, colour),
      ];
    });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" font-family="sans-serif" font-size="11">`,
    text(LEFT, 16, 'start', title),
    ...grid,
    ...marks,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}
