import type { Benchmark, Goal } from '../harness/benchmark.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { contestantsFor } from './contestants.ts';
import { missingPeers, peersFor } from './peers.ts';
import { startServer } from './start-server.ts';

const goal = (
  over: string,
  atMost: number,
  measure: Goal['measure'] = 'wallMs',
  of = 'failsafe check',
): Goal => ({
  of,
  over,
  measure,
  atMost,
});

interface Size {
  readonly checks: number;
  readonly delayMs: number;
  readonly atOnce: number;
  readonly peers: boolean;
  readonly short: boolean;
  /** For what takes long. */
  readonly rounds?: number;
  readonly goals: readonly Goal[];
}

const SIZES: readonly Size[] = [
  {
    checks: 20,
    delayMs: 1,
    atOnce: 16,
    peers: true,
    short: false,
    goals: [goal('bare node:http', 2.5), goal('plain Vitest', 0.5)],
  },
  {
    checks: 1000,
    delayMs: 1,
    atOnce: 16,
    peers: true,
    short: true,
    goals: [
      goal('bare undici', 1.6),
      goal('bare undici', 1.6, 'cpuMs'),
      goal('bare undici', 1.15, 'askedMs'),
      goal('bare undici', 1.5, 'rssBytes'),
      goal('stepci', 1 / 5),
      goal('newman', 1 / 20),
      goal('bruno', 1 / 15),
      goal('goss', 3),
      goal('plain Vitest', 1.15, 'wallMs', 'failsafe by Vitest'),
      goal('plain Vitest', 1.15, 'rssBytes', 'failsafe by Vitest'),
      goal('stepci', 1, 'wallMs', 'failsafe by Vitest'),
    ],
  },
  {
    checks: 10_000,
    delayMs: 1,
    atOnce: 16,
    peers: true,
    short: false,
    rounds: 5,
    goals: [
      goal('bare undici', 1.5),
      goal('bare undici', 1.5, 'cpuMs'),
      goal('bare undici', 1.5, 'rssBytes'),
      goal('goss', 1),
      goal('hurl', 1),
    ],
  },
  {
    checks: 1000,
    delayMs: 50,
    atOnce: 16,
    peers: false,
    short: false,
    rounds: 2,
    goals: [goal('bare undici', 1.2)],
  },
  { checks: 200, delayMs: 1, atOnce: 16, peers: false, short: false, goals: [] },
];

/** More tests than that take Vitest minutes on two cores. */
const MOST_TESTS = 1000;

const ABOUT = `N requests of one target on loopback, each with a status, a field of the JSON and a latency to look at. All ask
16 at a time, but newman, bruno and httpyac, which ask one after another. A check of failsafe is four results: status,
body, latency, and what the headers say of the body. The whole process is measured, from its start to its exit; "asking" is what lies between the
first request and the last answer, as the target sees it.

\`failsafe check\` is measured with what it remembers of failsafe.yaml. There is no option for more than 16 looks at a time, so that the
50 ms target is compared at 16. Public tools are measured where they are in \`bench/peers\`: those of npm (\`npm install\` there), and Debian's, its
newer ones unpacked beside the libraries they need (\`node bench/peers/fetch-debian.ts\`). check_http of monitoring-plugins is a process a check, hurl asks one
after another, goss opens a connection a check. The blackbox exporter is in [the monitor](#the-monitor).

What the profiles (CPU profile, heap snapshot) showed, and what was done:

- 20 checks are start-up, and start-up was loading 657 modules. The package is bundled now (docs/adr/0013), of undici those parts are loaded that a
  request needs, of the levels those that failsafe.yaml has a section for, and undici in the 40 ms in which a port that was knocked at must stay open.
- What a check of many took was spread: a stream and its iterator for each body, two abort signals, parameters and body hashed four times, each result redacted
  twice, and a promise of its own for each of the four results of one answer. All of that is made once or not at all. The YAML is parsed, and found
  to be in order, once (docs/adr/0011).
- When thousands fail, what they have in common was looked for by each of them: 500 that fail took up to eleven times as long as 500 that pass, now as long.
- By Vitest the looks are made in the main thread (docs/adr/0002), which is idle while the worker starts and makes its tests; the worker loads no engine, and
  compiled code is kept from run to run. What is left is Vitest making and running four thousand tests: plain Vitest with as many is beside it.

What keeps it from what is to be reached:

- 1,000 checks: nothing stands out. Node and modules, the plan, then each look in the key of its memory, its schedule, four verdicts; the reports. A tenth is the
  collector of garbage, as much is writing to sockets.
- 10,000 checks: 0.6 s lie before the first request (plan, what a check is put down to, garbage of both) and 0.4 s after the last answer (36 MB of
  reports of 40,000 results). 107 MB live at the end, the rest is heap that V8 takes before it collects: with a young heap of at most 16 MB
  (\`node --max-semi-space-size=16\`) it is 290 MB and as much CPU time, but the command of a package can give nothing to the Node that runs it.

Ratios before all of this: 20 checks 3.3 times of node:http, 1,000 checks 2.5 and 10,000 checks 3.3 times of undici (757 MB), 1,000 by Vitest 3.0 times of
plain Vitest (457 MB).`;

/** Many HTTP checks beside bare loops, Vitest, and public tools. */
export const http: Benchmark = {
  name: 'http',
  title: 'Many HTTP checks',
  about: ABOUT,
  async *cases({ short }) {
    const missing = short ? [] : missingPeers();
    if (missing.length > 0)
      console.log(
        `  left out, not installed in bench/peers: ${missing.join(', ')} (npm install there, and node bench/peers/fetch-debian.ts)`,
      );
    for (const { checks, delayMs, atOnce, peers, goals, rounds, ...size } of SIZES) {
      if (short && !size.short) continue;
      using server = await startServer(delayMs);
      using folder = scratchFolder();
      const work = { port: server.port, checks, atOnce };
      const others = peers && !short ? peersFor(folder.path, work) : [];
      yield {
        name: `${checks} checks, ${delayMs} ms`,
        contestants: [
          ...contestantsFor(folder.path, work, { withVitest: checks <= MOST_TESTS, short }),
          ...others,
        ].map(one => ({ ...one, seen: async () => ({ askedMs: await server.askedMs() }) })),
        goals,
        rounds,
        plot: delayMs === 1 ? { name: 'checks', n: checks } : undefined,
      };
    }
  },
};
