import type { Summary } from '../../history/summarise.ts';
import { shape } from './elements.ts';

/** In the browser: the course of a series. Where nothing was seen is a gap; what stands alone is a dot. */
export function drawPlot({ line }: Summary, label: string): SVGElement {
  const [width, height] = [line.length - 1, 60];
  const most = Math.max(...line.map(value => value ?? 0)) * 1.1 || 1;
  const runs: { index: number; value: number }[][] = [[]];
  for (const [index, value] of line.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ index, value });
  }
  const point = ({ index, value }: { index: number; value: number }) =>
    `${index} ${(height - (value / most) * height).toFixed(2)}`;
  const parts = runs.flatMap(run => {
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return [];
    const path = run.map(point).join(' L ');
    if (run.length === 1) return [shape('path', { d: `M ${path} h 0.01`, class: 'plot-dot' })];
    return [
      shape('path', {
        d: `M ${first.index} ${height} L ${path} L ${last.index} ${height} Z`,
        class: 'plot-area',
      }),
      shape('path', { d: `M ${path}`, class: 'plot-line' }),
    ];
  });
  return shape(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: 'none',
      class: 'plot',
      role: 'img',
      'aria-label': label,
    },
    ...parts,
  );
}
