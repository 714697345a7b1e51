/**
 * Makes the faults of the design in real copies of the reference application, which run by docker compose: with the real
 * `failsafe monitor`, and with the algorithm of docker-autoheal. Needs root (it signals processes of containers, and mounts
 * a small file system) and the images of fixtures/testdriven-app.
 *
 *   node tools/healing-proof-compose.ts [--seeds N] [--worlds N] [--only NAME,NAME] [--by failsafe|autoheal] [--again] [--out FILE]
 *
 * Makes what is missing up to that seed (1 unless told; what has no chance in it is made three times at most), in so many
 * copies beside each other (1 unless told); --again makes it once more. Each outcome is kept in tools/healing/compose/outcomes.jsonl
 * at once, and docs/healing-proof-compose.md is written from all of them. SIGINT or SIGTERM ends it; what is under way is
 * made the next time. --seeds 0 only writes the page.
 */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { COMPOSE_FAULTS } from './healing/compose/faults.ts';
import { type Job, workThrough } from './healing/compose/lane.ts';
import { openOutcomes } from './healing/compose/outcomes.ts';
import { renderProof } from './healing/compose/render-proof.ts';

/** What follows from no seed is as it is after so many times. */
const WITHOUT_CHANCE = 3;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    worlds: { type: 'string', default: '1' },
    only: { type: 'string' },
    by: { type: 'string' },
    again: { type: 'boolean', default: false },
    out: { type: 'string', default: 'docs/healing-proof-compose.md' },
  },
});
const only = values.only?.split(',');
const unknown = only?.find(name => !COMPOSE_FAULTS.some(fault => fault.name === name));
if (unknown !== undefined)
  throw new TypeError(`no fault ${unknown}: ${COMPOSE_FAULTS.map(({ name }) => name).join(', ')}`);
const hands = (['failsafe', 'autoheal'] as const).filter(by => (values.by ?? by) === by);
const outcomes = openOutcomes(fileURLToPath(new URL('healing/compose/outcomes.jsonl', import.meta.url)));
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
const wanted: Job[] = seeds.flatMap(seed =>
  COMPOSE_FAULTS.filter(({ name }) => only?.includes(name) ?? true)
    .filter(({ chance }) => chance || seed <= WITHOUT_CHANCE)
    .flatMap(fault => hands.map(by => ({ fault: fault.name, by, seed }))),
);
const jobs = values.again ? wanted : outcomes.missing(wanted);
const keep = await mkdtemp(join(tmpdir(), 'failsafe-healing-'));
const ending = new AbortController();
// Not `once`: execa ends a process of which no listener is left
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ending.abort());

const page = () => writeFile(values.out, renderProof(COMPOSE_FAULTS, outcomes.all()));
const id = process.pid.toString(36);
let made = 0;
const ended = await Promise.allSettled(
  Array.from({ length: Math.min(Number(values.worlds), jobs.length) }, (_, index) =>
    workThrough({
      project: `healing-${id}-${index}`,
      next: () => (ending.signal.aborted ? undefined : jobs.shift()),
      async seen(outcome) {
        outcomes.add(outcome);
        made++;
        process.stdout.write(`${JSON.stringify(outcome)}\n`);
        await page();
      },
      keep,
      signal: ending.signal,
    }),
  ),
);
await page();
for (const one of ended) if (one.status === 'rejected') process.stderr.write(`${one.reason?.stack}\n`);
const wrong = outcomes.all().filter(one => one.wrong.length > 0);
process.stderr.write(`${made} made, ${jobs.length} left, ${wrong.length} not as designed\n`);
if (made > 0 && wrong.length > 0) process.stderr.write(`logs of those of this run are in ${keep}\n`);
process.exitCode = wrong.length > 0 || ended.some(({ status }) => status === 'rejected') ? 1 : 0;
