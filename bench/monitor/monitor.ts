import { join } from 'node:path';
import { execa } from 'execa';
import type { Benchmark, Case, Goal } from '../harness/benchmark.ts';
import { watchTogether } from './watch-together.ts';

const MINUTE = 60_000;
const MEGABYTE = 1e6;
const DAY = ['--expose-gc', '--max-semi-space-size=1', join(import.meta.dirname, 'day.ts')];

function goalsFor(checks: number, short: boolean): Goal[] {
  const of = `failsafe, ${checks} checks`;
  const beside = (over: string, atMost: number): Goal => ({
    of,
    over: `${over}, ${checks} checks`,
    measure: 'cpuMsPerThousand',
    atMost,
  });
  // What has just been started is not compiled yet: only far off counts
  if (short) return [beside('bare undici', 5)];
  return [
    beside('bare undici', 2.5),
    beside('monit', 1),
    beside('blackbox exporter', 1 / 3),
    { of, measure: 'rssBytes', atMost: 140 * MEGABYTE },
    { of, measure: 'growthBytes', atMost: 5 * MEGABYTE },
  ];
}

/** A day in simulated time, and what it tells. */
function simulatedDay(): Case {
  let told: string[] = [];
  async function together() {
    const begun = performance.now();
    const { stdout } = await execa(process.execPath, DAY);
    const wallMs = performance.now() - begun;
    const { looks, acts, notices, course, stateBytes, historyBytes } = JSON.parse(stdout);
    const heap = (one: { heapUsed: number }) => `${(one.heapUsed / MEGABYTE).toFixed(1)} MB`;
    told = [
      `${looks} looks, ${acts} restarts, ${notices} notices; on the disk ${Math.round(stateBytes / 1000)} kB of state and ${Math.round(historyBytes / 1000)} kB of history.`,
      `What lives in the heap, each three hours: ${course.map(heap).join(', ')}.`,
    ];
    const last = course.at(-1).rss;
    return { 'a day': { wallMs, rssBytes: last, growthBytes: last - course[1].rss } };
  }
  return { name: 'a day in simulated time, 50 services', rounds: 1, together, facts: () => told };
}

/** What it costs to watch all the time. */
export const monitor: Benchmark = {
  name: 'monitor',
  title: 'The monitor',
  about: `Each looks at so many addresses on loopback every 5 s, and whether the status is 200. All run at the same time, each with a port of its own
where what comes in is counted: CPU time by 1,000 of these looks, from minute 2 to minute 10 (\`--minutes\` for fewer); memory is the median
of the last minute, growth is that over the median of the third. Beside \`failsafe monitor\`, which runs a process (\`sleep\`) besides and
watches the host: undici in a loop, monit, and the blackbox exporter of Prometheus, which something has to ask (what asks is not counted).
monit opens a connection for each look.

What the profiles of 2026-11-27 showed, and what was done:

- Each cycle left a watch of the event loop behind that woke the process fifty times a second, until it was collected: after half a minute, at one each 2 s,
  600 times a second. Busyness is watched while something is looked at, and no longer.
- \`import\` of node:http reads all that it exports, and so loads Node's own undici: 14 MB, in the supervisor of processes as well (64 → 56 MB; Node alone
  43 MB). dockerode, nodemailer, prom-client, pg, execa are loaded by who uses them.
- What grew at 1,000 checks was heap that V8 had not collected: all results of a cycle live to its end, and V8 makes room for the young of them.
- Quiet, before all of this and now: with 50 checks 1.17 → 0.68 s of CPU time by 1,000 looks and 226 → 183 MB, with 1,000 checks 0.24 → 0.22 s and
  413 → 220 MB, which had grown by 83 MB in two minutes and grow by 3 in six.
- Each cycle opened sixteen connections for what four answer as fast: it begins with four looks at a time, and goes on with sixteen where one has waited.
- The history found, read and wrote each bucket at each look; now it reads one once. Addresses, headers and the order of the subjects were made anew at each look.
- A young heap of at most 8 MB (\`node --max-semi-space-size=8\`): beside the same monitor without, 1,000 checks 344 → 219 MB, growth in two minutes 32 → 1 MB,
  and 15 % more CPU time (with 4 MB 215 MB and 30 %); 50 checks take as much as before. \`--detach\`, the unit and the image start the monitor with it.
- Of the memory with 50 checks 59 MB are the supervisor of processes, which no deployment of compose has; the monitor itself takes as much as undici in a loop.
- What is left with 50 checks: connections that are opened anew in each cycle on purpose, the state that is on the disk before anything follows from
  it, garbage. With 1,000: a tenth is the history, a row for each endpoint in each cycle, as one that is killed loses no more than its last look.

Then a day in simulated time: the state machine, its state on the disk, history, log, with an incident each hour and the night in which the clocks go back.`,
  async *cases({ short, minutes }) {
    const sizes = short ? [50] : [50, 1000];
    const warmUpMs = short ? 0 : Math.min(2, minutes / 2) * MINUTE;
    const watchedMs = short ? 10_000 : minutes * MINUTE - warmUpMs;
    yield {
      name: short ? '10 seconds' : `${minutes} minutes`,
      rounds: 1,
      together: () => watchTogether({ sizes, warmUpMs, watchedMs }),
      goals: sizes.flatMap(checks => goalsFor(checks, short)),
    };
    if (!short) yield simulatedDay();
  },
};
