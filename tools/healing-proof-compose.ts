/**
 * Makes the faults of the design in real copies of the reference application, which run by docker compose: one with the
 * real `failsafe monitor`, one with the algorithm of docker-autoheal. Writes docs/healing-proof-compose.md.
 * Needs root (it signals processes of containers, and mounts a small file system) and the images of fixtures/testdriven-app.
 *
 *   node tools/healing-proof-compose.ts [--seeds N] [--from N] [--only NAME,NAME] [--by failsafe|autoheal] [--join FILE] [--out FILE]
 *
 * Seeds: 1 unless told; each takes about 30 minutes. Prints a line of JSON for each run; --join takes those of earlier ones,
 * of which the last one with the same fault and seed counts; with --seeds 0 it only writes the page.
 */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { COMPOSE_FAULTS } from './healing/compose/faults.ts';
import { autohealLane, failsafeLane } from './healing/compose/lane.ts';
import type { ComposeOutcome } from './healing/compose/outcome.ts';
import { renderProof } from './healing/compose/render-proof.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    only: { type: 'string' },
    by: { type: 'string' },
    join: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: 'docs/healing-proof-compose.md' },
  },
});
const wanted = values.only?.split(',');
const faults = COMPOSE_FAULTS.filter(({ name }) => wanted === undefined || wanted.includes(name));
const from = Number(values.from);
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => from + index);
const keep = await mkdtemp(join(tmpdir(), 'failsafe-healing-'));
const outcomes: ComposeOutcome[] = [];
for (const file of values.join)
  for (const line of (await readFile(file, 'utf8')).split('\n'))
    if (line.startsWith('{')) outcomes.push(JSON.parse(line));
/** Of two runs of the same fault with the same seed the later one counts. */
const latest = () => [...new Map(outcomes.map(one => [`${one.fault} ${one.by} ${one.seed}`, one])).values()];
const page = () => writeFile(values.out, renderProof(COMPOSE_FAULTS, latest()));
const seen = async (outcome: ComposeOutcome) => {
  outcomes.push(outcome);
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  await page();
};
const id = process.pid.toString(36);
const lanes = [
  ...(values.by === 'autoheal'
    ? []
    : [failsafeLane({ project: `healing-${id}`, faults, seeds, seen, keep })]),
  ...(values.by === 'failsafe'
    ? []
    : [autohealLane({ project: `autoheal-${id}`, faults, seeds, seen, keep })]),
];
const ended = await Promise.allSettled(lanes);
await page();
for (const one of ended) if (one.status === 'rejected') process.stderr.write(`${one.reason?.stack}\n`);
const wrong = latest().filter(one => one.wrong.length > 0);
if (wrong.length > 0) process.stderr.write(`${wrong.length} not as designed; their logs are in ${keep}\n`);
process.exitCode = wrong.length > 0 || ended.some(({ status }) => status === 'rejected') ? 1 : 0;
