import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measure } from './benchmark.ts';
import type { CaseResult } from './compare.ts';
import { ROOT } from './paths.ts';
import { type Line, plotSvg } from './plot-svg.ts';
import type { BenchmarkResult } from './result.ts';
import { MEASURES } from './words.ts';

const FOLDER = 'performance';
const DRAWN: readonly Measure[] = ['wallMs', 'cpuMs', 'rssBytes'];

function linesOf(cases: readonly CaseResult[], measure: Measure): Line[] {
  const names = [...new Set(cases.flatMap(({ standings }) => standings.map(({ name }) => name)))];
  return names
    .map(name => ({
      name,
      points: cases
        .flatMap(({ plot, standings }): [number, number][] => {
          const value = standings.find(one => one.name === name)?.[measure];
          // Shorter than the clock of the kernel counts: a logarithm has no place for it
          return plot === undefined || value === undefined || value <= 0 ? [] : [[plot.n, value]];
        })
        .toSorted(([one], [other]) => one - other),
    }))
    .filter(({ points }) => points.length > 1);
}

/** Draws what grew with something, both axes logarithmic, into docs/performance; returns the Markdown that shows it. */
export function drawPlots({ name, cases }: BenchmarkResult): string[] {
  const plots = Map.groupBy(
    cases.filter(({ plot }) => plot !== undefined),
    ({ plot }) => plot?.name ?? '',
  );
  return [...plots].flatMap(([along, points]) => {
    const pictures = DRAWN.flatMap(measure => {
      const lines = linesOf(points, measure);
      if (lines.length === 0) return [];
      const { head, format } = MEASURES[measure];
      const file = `${FOLDER}/${name}-${along}-${head}.svg`.replaceAll(' ', '-');
      mkdirSync(join(ROOT, 'docs', FOLDER), { recursive: true });
      writeFileSync(join(ROOT, 'docs', file), plotSvg({ title: `${head} by ${along}`, lines, format }));
      return [`![${head} by ${along}](${file})`];
    });
    return pictures.length > 0 ? [pictures.join('\n')] : [];
  });
}
