import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, Measure } from './harness/benchmark.ts';
import type { CaseResult } from './harness/compare.ts';
import { drawPlots } from './harness/draw-plots.ts';
import type { Machine } from './harness/machine.ts';
import { ROOT } from './harness/paths.ts';
import type { BenchmarkResult } from './harness/result.ts';
import { cell, goalText, MEASURES, measuresOf } from './harness/words.ts';
import { suite } from './suite.ts';

const BAR = 24;
/** What bars show: the first of these that was measured. */
const BARS: readonly Measure[] = ['cpuMs', 'cpuMsPerThousand', 'healedMs', 'wallMs'];

const HEAD = `# Performance

Made by \`npm run bench\` from \`bench/results\`; do not edit. Each contestant is a process of its own, with all that it starts: time
from start to exit, CPU time of the tree, the most memory of the tree at one time. Contestants take turns, each round in another
order; a ratio is the median of the ratios of single rounds, with the middle half of them in brackets. ✓ and ✗ say whether what
is to be reached is. Where the load is higher than the number of cores, others worked on the machine: then times are those of a queue,
ratios of CPU time hold, and ratios of time only roughly.

\`npm run bench -- NAME\` runs one (${suite.map(({ name }) => `\`${name}\``).join(', ')}), \`--pairs N\` sets the rounds (default 11), \`--short\` is a small form that
writes nothing, \`--page\` writes this page of what was measured. \`--minutes N\` is how long the
monitor is watched. For the public tools run \`npm install\` in \`bench/peers\` and \`node bench/peers/fetch-debian.ts\` first; without them they are left out.
`;

function read(name: string): BenchmarkResult | undefined {
  const file = join(import.meta.dirname, 'results', `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BenchmarkResult) : undefined;
}

const machineLine = ({ cpu, cores, memoryBytes, kernel, node, load, at }: Machine, pairs: number): string =>
  `${at.slice(0, 10)}, ${cpu}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB, Linux ${kernel}, Node ${node}, load ${load} at the start, ${pairs} rounds.`;

const list = (lines: readonly string[]) => (lines.length > 0 ? ['', ...lines.map(line => `- ${line}`)] : []);

function caseText({ name, standings, goals, facts }: CaseResult): string {
  const keys = measuresOf(standings);
  const drawn = BARS.find(key => keys.includes(key)) ?? 'wallMs';
  const most = Math.max(...standings.map(one => one[drawn] ?? 0));
  const rows = standings.map(one => {
    const bar = '▇'.repeat(Math.max(1, Math.round(((one[drawn] ?? 0) / most) * BAR)));
    return `| ${[one.name, ...keys.map(key => cell(one, key)), one.rounds, bar].join(' | ')} |`;
  });
  const heads = keys.map(key => MEASURES[key].head);
  return [
    `### ${name}\n`,
    `| | ${heads.join(' | ')} | rounds | ${MEASURES[drawn].head} |`,
    `|---|${'--:|'.repeat(heads.length)}--:|---|`,
    ...rows,
    ...list([...goals.map(goalText), ...facts]),
  ].join('\n');
}

function section({ name, title, about }: Benchmark): string {
  const result = read(name);
  const measured =
    result === undefined
      ? ['Not measured yet.']
      : [machineLine(result.machine, result.pairs), ...drawPlots(result), ...result.cases.map(caseText)];
  return [`## ${title}`, about, ...measured].join('\n\n');
}

/** Writes docs/performance.md from what was measured last. */
export function writePage(): void {
  const text = [HEAD.trimEnd(), ...suite.map(section)].join('\n\n');
  writeFileSync(join(ROOT, 'docs/performance.md'), `${text}\n`);
}
