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

What the profiles of 2026-11-26 showed (CPU profile, heap snapshot), and what was done:

- 20 checks are start-up: half of the time loaded modules, of which there were 657. Now 342: the parts of undici that a request needs (23 modules
  of 110), the checks of levels that failsafe.yaml has a section for, the command that was asked for. What is left: Node (30 ms of CPU time), 27
  rules that look at failsafe.yaml, checks of containers and targets, engine, reports, each module about a millisecond.
- A check was dominated by nothing: a stream and its iterator for each body, two abort signals with weak references, the key and the targets of the same
  parameters four times, a hash of the same body four times, each result redacted twice, every result ranked for the failures there
  were none of. All of that is made once or not at all. Of many checks a quarter of the time is now the collector of garbage, an eighth is writing to
  sockets, a tenth three reports (40,000 results are 19 MB of JSON and 13 MB of HTML).
- The history of earlier runs had 50 times the response times of all checks, so that run after run of 10,000 took longer; it holds 50,000 now.
- What lives at the end of 10,000 is 107 MB for 40,000 results; the rest of the memory is heap that V8 takes before it collects.
- By Vitest the TypeScript of a checkout was stripped and compiled twice in each run, a fifth of the main thread: compiled code is kept now. A spec
  that verifies checks no longer loads TypeBox, supertest and a registry of all levels. A check is four tests, and plain Vitest with as many tests takes
  1.4 times what it takes with one a request, so that 1.15 times of that is out of reach while each result is a test.

- Since then the package is bundled (docs/adr/0013): what is measured is what \`npm pack\` makes, a dozen files of its own and not three hundred. The plan finds
  what checks of one target share once, reports are written in pieces, a probe is imported once. When thousands fail, what they have in common was looked
  for by each of them: 500 that fail took up to eleven times as long as 500 that pass, now as long.
- The checks of one answer are judged together when it is there, without promises of their own; method and path of an endpoint
  are looked for once. Beside the version before, in turns: 10,000 checks take 0.96 times the CPU time and 0.90 times the memory.
- What is left of 10,000 checks: what the collector of garbage copies of results that live to the end (136 MB before the reports are through), writing to
  sockets, the reports. That a check is four results is no longer what it waits for.
- By Vitest the looks are made in the main thread (docs/adr/0002), which is idle while the worker starts and makes its tests: the plan is made once and not
  three times, the worker loads no engine and sends no results. V8 gives the young less room in the worker, where nearly all lives to the end. What is
  left of the worker is Vitest making and running four thousand tests.

- Of 20 checks a fifth was waiting for a port that was knocked at, which must stay open for 40 ms: undici is loaded in them. That no rule of the file
  alone has found anything is remembered with what was parsed, a tenth of the CPU time of 1,000 checks. The page drew a line for each of 10,000
  response times, and draws the 500 slowest. A digest of each answer was made to tell apart those that fail.
- Of 10,000 checks 0.6 s lie before the first request (plan, what a check is put down to, garbage of both) and 0.4 s after the last answer (36 MB of
  reports). V8 given a young heap of at most 16 MB when Node starts takes 290 MB instead of 420 and as much CPU time, but nothing can be given to Node
  by the command of a package that starts everywhere.

Quiet, the ratios at the beginning, before the bundle, with it, and before what the last two points say: 20 checks 3.3 → 2.7 → 2.0 → 2.0 times of node:http, 1,000 checks 2.5 → 2.0 → 1.7 → 1.6 times
of undici, 10,000 checks 3.3 → 2.8 → 2.3 → 2.0 (757 → 559 → 474 → 436 MB), 1,000 by Vitest 3.0 → 1.9 → 1.6 → 1.7 times of plain Vitest
(457 → 356 → 339 → 349 MB), 1.2 times of plain Vitest with as many tests.`;

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
