import type { Benchmark, Goal } from '../harness/benchmark.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { contestantsFor } from './contestants.ts';
import { peersFor } from './peers.ts';
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
  readonly goals: readonly Goal[];
}

const SIZES: readonly Size[] = [
  {
    checks: 20,
    delayMs: 1,
    atOnce: 16,
    peers: true,
    short: true,
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
      goal('bare undici', 1.5, 'rssBytes'),
      goal('stepci', 1 / 5),
      goal('newman', 1 / 20),
      goal('bruno', 1 / 15),
      goal('plain Vitest', 1.15, 'wallMs', 'failsafe by Vitest'),
      goal('plain Vitest', 1.15, 'rssBytes', 'failsafe by Vitest'),
      goal('stepci', 1, 'wallMs', 'failsafe by Vitest'),
    ],
  },
  {
    checks: 10_000,
    delayMs: 1,
    atOnce: 16,
    peers: false,
    short: false,
    goals: [
      goal('bare undici', 1.5),
      goal('bare undici', 1.5, 'cpuMs'),
      goal('bare undici', 1.5, 'rssBytes'),
    ],
  },
  { checks: 1000, delayMs: 50, atOnce: 16, peers: false, short: false, goals: [goal('bare undici', 1.2)] },
  { checks: 200, delayMs: 1, atOnce: 16, peers: false, short: false, goals: [] },
];

/** More tests than that take Vitest minutes on two cores. */
const MOST_TESTS = 1000;

const ABOUT = `N requests of one target on loopback, each with a status, a field of the JSON and a latency to look at. All ask
16 at a time, but newman, bruno and httpyac, which ask one after another. A check of failsafe is four results: status,
body, latency, and what the headers say of the body. The whole process is measured, from its start to its exit.

Of what is to be reached only the 50 ms target is. \`failsafe check\` is measured with what it remembers of failsafe.yaml. The last profile at 1,000, from before
libraries were loaded later, had half of its time in loading modules, a twelfth each in collecting garbage and in looking, the rest in
judging, redaction, plan and three reports. By Vitest the config is loaded and planned in the main process and again in its worker. When
work began \`failsafe check\` took 2.6 s of CPU time for 1,000 and 13.4 s for 10,000, in single runs; afterwards 1.5 and 7.4. There is no
option for more than 16 looks at a time, so that the 50 ms target is compared at 16. Public tools (\`bench/peers\`) are in the
benchmark and not in these tables: they were not installed for that run. Debian's tools (blackbox exporter, monitoring-plugins, goss, hurl) and Playwright are not in it.`;

/** Many HTTP checks beside bare loops, Vitest, and public tools. */
export const http: Benchmark = {
  name: 'http',
  title: 'Many HTTP checks',
  about: ABOUT,
  async *cases({ short }) {
    for (const { checks, delayMs, atOnce, peers, goals, ...size } of SIZES) {
      if (short && !size.short) continue;
      using server = await startServer(delayMs);
      using folder = scratchFolder();
      const work = { port: server.port, checks, atOnce };
      const others = peers && !short ? peersFor(folder.path, work) : [];
      yield {
        name: `${checks} checks, ${delayMs} ms`,
        contestants: [...contestantsFor(folder.path, work, checks <= MOST_TESTS), ...others],
        goals,
      };
    }
  },
};
