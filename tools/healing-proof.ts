/**
 * Proves what the monitor does about each fault of the design, over seeds and in simulated time, beside the algorithm of
 * docker-autoheal in the same worlds, and writes docs/healing-proof.md.
 *
 *   node tools/healing-proof.ts [SEEDS]     default: 20
 */
import { writeFile } from 'node:fs/promises';
import { formatDuration } from '../src/config/units.ts';
import { autoheal } from './healing/autoheal.ts';
import { FAULTS } from './healing/faults.ts';
import { type Healing, proveHealing } from './healing/prove-healing.ts';

const seeds = Array.from({ length: Number(process.argv[2] ?? 20) }, (_, index) => index + 1);

/** The middle one, and the greatest; `–` where it did not happen. */
function times(some: readonly Healing[], key: 'detectedMs' | 'recoveredMs'): string {
  const known = some.map(one => one[key]).filter(value => value !== undefined);
  if (known.length === 0) return '–';
  const sorted = known.toSorted((one, other) => one - other);
  const middle = formatDuration(sorted[Math.floor(sorted.length / 2)] ?? 0);
  const missing = known.length < some.length ? `, ${some.length - known.length} never` : '';
  return `${middle} (${formatDuration(sorted.at(-1) ?? 0)})${missing}`;
}

function range(some: readonly Healing[], key: 'restarts' | 'needless' | 'alerts'): string {
  const values = some.map(one => one[key]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least}–${most}`;
}

const cells = (some: readonly Healing[]): string[] => [
  times(some, 'detectedMs'),
  times(some, 'recoveredMs'),
  range(some, 'restarts'),
  range(some, 'needless'),
  range(some, 'alerts'),
];

let failed = false;
const rows = FAULTS.flatMap(fault => {
  const ours = seeds.map(seed => proveHealing(fault, seed));
  const theirs = seeds.map(seed => autoheal(fault, seed));
  const wrong = ours.flatMap((one, index) => one.wrong.map(what => `seed ${seeds[index]}: ${what}`));
  for (const what of wrong) process.stderr.write(`${fault.name}, ${what}\n`);
  if (wrong.length > 0) failed = true;
  process.stderr.write(`${fault.name}: ${seeds.length} seeds, ${wrong.length} wrong\n`);
  const as = wrong.length === 0 ? '✓' : `**${wrong.length} wrong**`;
  return [
    `| **${fault.name}**: ${fault.what} | failsafe ${as} | ${cells(ours).join(' | ')} |`,
    `| | autoheal | ${cells(theirs).join(' | ')} |`,
  ];
});

const page = `# What the monitor does about faults

Written by \`node tools/healing-proof.ts ${seeds.length}\`: each fault with ${seeds.length} seeds, one hour each, **in simulated time**: the real state
machine of the monitor with its state written down and read again between any two events, looks 10 s apart, in a world of a
database, \`api\` and \`worker\` that stand on it, and \`web\` that stands on \`api\`. The seed says when it begins, how long a boot takes, when it is
over, which looks are lost, when the monitor is killed. Beside it the algorithm of docker-autoheal with its defaults in the same worlds
(each 5 s, what Docker calls unhealthy is restarted; 3 failures 10 s apart make it so; the health check of a
service fails while what it stands on does, and no restart policy of Docker helps). Not the program itself: what it does about
containers of a real engine is in \`tests/monitor.test.ts\`.

Times are the middle one of the seeds, and the longest. *Needless* are restarts of what was not broken.
✓: restarts, alerts and the end are as designed with each seed, and no act was done twice.

| fault | by | noticed after | well after | restarts | needless | alerts |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
await writeFile(new URL('../docs/healing-proof.md', import.meta.url), page);
process.exitCode = failed ? 1 : 0;
