import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runAutoheal } from '../../tools/healing/compose/autoheal-loop.ts';
import { runMonitorOf } from '../../tools/healing/compose/run-monitor.ts';
import { waitFor } from '../../tools/healing/compose/watch-service.ts';
import type { Benchmark, Sample } from '../harness/benchmark.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { lacksCompose } from '../stack/compose-stack.ts';
import { type SmallService, startSmallService } from './small-service.ts';

const PATIENCE_MS = 120_000;
const ENGINE = '/var/run/docker.sock';
/** Rounds begin at other moments of the 5 s in which autoheal does not look. */
const STEP_MS = 1300;
const INTERVAL_MS = 5000;

/** Harms the service, and measures until the engine calls it healthy again. */
async function harmed(service: SmallService, actedAt: () => number | undefined): Promise<Sample> {
  const { signal } = new AbortController();
  const since = service.words.length;
  const word = (health: string, after: number) =>
    service.words.slice(since).find(one => one.health === health && one.at > after)?.at;
  await service.harm();
  const begun = Date.now();
  const healed = () => word('healthy', actedAt() ?? Infinity);
  await waitFor(() => healed() !== undefined, PATIENCE_MS, signal);
  const [unhealthyAt, act, healthyAt] = [word('unhealthy', begun), actedAt(), healed()];
  if (unhealthyAt === undefined || act === undefined || healthyAt === undefined)
    throw new Error(
      `not healed within ${PATIENCE_MS / 1000} s: unhealthy ${unhealthyAt}, act ${act}, healthy ${healthyAt}`,
    );
  return { reactedMs: Math.max(0, act - unhealthyAt), healedMs: healthyAt - begun };
}

async function byFailsafe(service: SmallService): Promise<Sample> {
  await using monitor = await runMonitorOf({ folder: service.folder, environment: {} });
  const { signal } = new AbortController();
  await waitFor(() => monitor.state()?.subjects.app?.phase === 'healthy', PATIENCE_MS, signal);
  // Awaited here: the monitor ends with this function
  return await harmed(service, () => monitor.acts()[0]?.at);
}

async function byAutoheal(service: SmallService, waitMs: number): Promise<Sample> {
  const ending = new AbortController();
  const restarts: number[] = [];
  const running = runAutoheal(
    `autoheal=${service.project}`,
    ENGINE,
    ({ at }) => restarts.push(at),
    ending.signal,
  );
  try {
    await sleep(waitMs);
    return await harmed(service, () => restarts[0]);
  } finally {
    ending.abort();
    await running;
  }
}

/** From a fault to its end, by somebody's hand. */
export const healing: Benchmark = {
  name: 'healing',
  title: 'Healing',
  about: `A container whose health check fails (each second, unhealthy after three) until it is restarted: with the real \`failsafe monitor\` at work, and with
the loop of docker-autoheal 1.2.0 with its defaults, written again. From the engine's event to the act that is written down or asked for, and
from the fault to the engine's event that it is healthy. Of both, three seconds go by until the engine
calls it unhealthy, and one until it calls it healthy again: of autoheal's time only what it waits for its next look can be saved, half of 5 s on the average.
More faults, and what else becomes of them, are in [healing-proof-compose.md](healing-proof-compose.md).`,
  async *cases({ short }) {
    if (short || (await lacksCompose())) return;
    using folder = scratchFolder();
    await using service = await startSmallService(`bench-healing-${process.pid}`, join(folder.path, 'app'));
    let round = 0;
    yield {
      name: 'unhealthy, and runs',
      together: async () => {
        const waitMs = (round++ * STEP_MS) % INTERVAL_MS;
        return { failsafe: await byFailsafe(service), autoheal: await byAutoheal(service, waitMs) };
      },
      goals: [
        { of: 'failsafe', measure: 'reactedMs', atMost: 200 },
        { of: 'failsafe', over: 'autoheal', measure: 'healedMs', atMost: 0.65 },
      ],
    };
  },
};
