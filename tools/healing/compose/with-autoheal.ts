import { type AutohealRestart, runAutoheal } from './autoheal-loop.ts';
import type { Making, Result } from './lane.ts';
import { waitFor, watchService } from './watch-service.ts';

/** Makes a fault with the algorithm of docker-autoheal at work. */
export async function makeWithAutoheal({
  fault,
  subject,
  random,
  world,
  front,
  ...making
}: Making): Promise<Result> {
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, making.signal]);
  const restarts: AutohealRestart[] = [];
  let killing = new AbortController();
  const start = () =>
    runAutoheal(
      `autoheal=${world.project}`,
      front.path,
      one => restarts.push(one),
      AbortSignal.any([signal, killing.signal]),
    );
  let healing = start();
  const killHealer = async () => {
    killing.abort();
    await healing;
    killing = new AbortController();
    healing = start();
  };
  const startedAt = Date.now();
  const service = watchService(world, signal);
  try {
    await fault.make({ world, front, random, killHealer, signal }, subject);
    await waitFor(service.isSteady, fault.watchMs, signal);
  } finally {
    ending.abort();
  }
  const servedAt = service.servedAt();
  await Promise.all([healing, service.over]);
  const own = restarts.filter(one => one.service === subject && fault.subjects.length > 0);
  return {
    ...(restarts[0] && { noticedMs: restarts[0].at - startedAt }),
    ...(servedAt !== undefined && { servedMs: Math.max(0, servedAt - startedAt) }),
    acts: own.length,
    needless: restarts.length - own.length,
    fired: 0,
    escalated: 0,
    wrong: [],
  };
}
