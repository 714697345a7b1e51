/**
 * Runs benchmarks side by side, prints what came of them, and writes it to bench/results/NAME.json and docs/performance.md.
 *
 *   npm run bench [-- NAME …] [--pairs N] [--minutes N] [--short]
 *
 * Measured is the package as `npm pack` makes it.
 *
 * --pairs: rounds a case; default 11, 3 with --short. --minutes: how long the monitor is watched; default 10. --short: small cases only, for CI: writes nothing, and fails when a
 * ratio is far more than what is to be reached in every round, which what else the machine does alone never makes it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Benchmark } from './harness/benchmark.ts';
import { type CaseResult, compare } from './harness/compare.ts';
import { describeMachine } from './harness/machine.ts';
import { pack } from './harness/packed.ts';
import { printCase } from './harness/print-case.ts';
import type { BenchmarkResult } from './harness/result.ts';
import { goalText } from './harness/words.ts';
import { writePage } from './page.ts';
import { suite } from './suite.ts';

/** Times what is to be reached: where this was written the ratios stood at up to twice that. */
const FAR_OFF = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string' },
    short: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '10' },
    page: { type: 'boolean', default: false },
  },
});
const { short } = values;
if (values.page) {
  writePage();
  process.exit(0);
}
const minutes = Number(values.minutes);
const rounds = Number(values.pairs ?? (short ? 3 : 11));
const unknown = positionals.filter(name => !suite.some(one => one.name === name));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1 || !(minutes > 0)) {
  const names = suite.map(({ name }) => name).join(', ');
  console.error(
    `usage: npm run bench [-- NAME …] [--pairs N] [--minutes N] [--short], or --page; NAME is one of ${names}`,
  );
  process.exit(2);
}
if (process.platform !== 'linux') {
  console.error('The benchmarks read /proc, so they run on Linux alone.');
  process.exit(2);
}

const progress = (text: string) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
};
function writeResult(result: BenchmarkResult): void {
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  writePage();
}

progress('packing');
pack();
progress('');

const farOff: string[] = [];
const broken: string[] = [];

async function run(benchmark: Benchmark): Promise<void> {
  const machine = describeMachine();
  const begun = performance.now();
  const cases: CaseResult[] = [];
  for await (const one of benchmark.cases({ short, minutes })) {
    if (cases.length === 0) console.log(`\n${benchmark.title}`);
    const done = await compare(one, rounds, progress);
    progress('');
    printCase(done);
    cases.push(done);
    if (!short) writeResult({ name: benchmark.name, machine, pairs: rounds, cases });
  }
  if (cases.length > 0)
    console.log(`\n  ${benchmark.name} took ${Math.round((performance.now() - begun) / 1000)} s`);
  farOff.push(
    ...cases.flatMap(({ name, goals }) =>
      goals
        .filter(({ over, least, atMost }) => over !== undefined && least > atMost * FAR_OFF)
        .map(goal => `${benchmark.name}, ${name}: ${goalText(goal)}`),
    ),
  );
}

for (const benchmark of suite.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  // The others have nothing to do with what one of them could not do
  await run(benchmark).catch((error: unknown) => {
    console.error(error);
    broken.push(benchmark.name);
  });
}
if (broken.length > 0) console.error(`\nCould not be measured to the end: ${broken.join(', ')}`);
if (short && farOff.length > 0) {
  console.error(
    `\nMore than ${FAR_OFF} times what is to be reached, in each round:\n  ${farOff.join('\n  ')}`,
  );
  process.exit(1);
}
if (broken.length > 0) process.exit(2);
