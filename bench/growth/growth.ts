import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, Case } from '../harness/benchmark.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { failsafeCheck, floor } from '../http/contestants.ts';
import { writeFailsafe } from '../http/projects.ts';
import { startServer } from '../http/start-server.ts';

const AT_ONCE = 16;
const LOOKS_A_SERVICE = 10;

/** So many services that all answer at one port, each a target with ten endpoints. */
function writeServices(folder: string, port: number, services: number): void {
  const names = Array.from({ length: services }, (_, index) => `service-${index}`);
  const target = { url: `http://127.0.0.1:${port}` };
  const container = { image: 'debian:bookworm-slim', ports: ['80:80'] };
  const endpoints = names.flatMap(name =>
    Array.from({ length: LOOKS_A_SERVICE }, (_, index) => ({
      name: `${name}.e${index}`,
      target: name,
      get: `/e/${index}`,
      expect: { status: 200, json: { '$.ok': true }, latency: { fail: '5s' } },
    })),
  );
  const config = {
    version: 1,
    project: 'bench',
    stack: { compose: 'docker-compose.yml' },
    targets: Object.fromEntries(names.map(name => [name, target])),
    api: { target: names[0], endpoints },
  };
  const compose = { services: Object.fromEntries(names.map(name => [name, container])) };
  writeFileSync(join(folder, 'failsafe.yaml'), JSON.stringify(config));
  writeFileSync(join(folder, 'docker-compose.yml'), JSON.stringify(compose));
}

async function* serviceCases(): AsyncGenerator<Case> {
  for (const services of [1, 10, 100]) {
    using server = await startServer(1);
    using folder = scratchFolder();
    writeServices(folder.path, server.port, services);
    const work = { port: server.port, checks: services * LOOKS_A_SERVICE, atOnce: AT_ONCE };
    yield {
      name: `${services} services, ${LOOKS_A_SERVICE} checks each`,
      rounds: 3,
      plot: { name: 'services', n: services },
      contestants: [floor('undici', work), failsafeCheck(folder.path)],
    };
  }
}

/** Two runs of one kind beside each other: a folder with another failsafe.yaml for each. */
async function* pairCase(
  name: string,
  [first, second]: readonly [Variant, Variant],
  goals: Case['goals'],
): AsyncGenerator<Case> {
  using server = await startServer(1);
  using folder = scratchFolder();
  const contestants = [first, second].map(({ name: who, checks, fails = false }) => {
    const path = join(folder.path, who.replaceAll(' ', '-'));
    mkdirSync(path);
    writeFailsafe(path, { port: server.port, checks, atOnce: AT_ONCE }, fails ? 204 : 200);
    return failsafeCheck(path, who, fails ? 1 : 0);
  });
  yield { name, rounds: 3, contestants, goals };
}

interface Variant {
  readonly name: string;
  readonly checks: number;
  readonly fails?: boolean;
}

/** How the cost grows, besides with the number of checks, which the plots of "Many HTTP checks" show. */
export const growth: Benchmark = {
  name: 'growth',
  title: 'How the cost grows',
  about: `With the number of services (each a target with ten endpoints; one server answers for all of them), from 1,000 to 10,000 checks (ten times
as much would be 10×; to be reached: at most 12× in CPU time), and when every check fails: to be reached: at most 1.3× of what it takes
when all pass. With checks: the plots under [many HTTP checks](#many-http-checks); with the size of sources: those under [pre-commit](#pre-commit).`,
  async *cases({ short }) {
    if (short) return;
    yield* pairCase(
      '500 checks that pass or fail',
      [
        { name: 'all pass', checks: 500 },
        { name: 'all fail', checks: 500, fails: true },
      ],
      (['wallMs', 'cpuMs'] as const).map(measure => ({
        of: 'all fail',
        over: 'all pass',
        measure,
        atMost: 1.3,
      })),
    );
    yield* pairCase(
      'ten times as many checks',
      [
        { name: '1000 checks', checks: 1000 },
        { name: '10000 checks', checks: 10_000 },
      ],
      [
        { of: '10000 checks', over: '1000 checks', measure: 'wallMs', atMost: 12 },
        { of: '10000 checks', over: '1000 checks', measure: 'cpuMs', atMost: 12 },
      ],
    );
    yield* serviceCases();
  },
};
