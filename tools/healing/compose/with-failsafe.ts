import { cp } from 'node:fs/promises';
import { hearHealth } from './hear-health.ts';
import type { Making, Result } from './lane.ts';
import { wrongOf } from './outcome.ts';
import { runMonitorOf } from './run-monitor.ts';
import { waitFor, watchService } from './watch-service.ts';

const S = 1000;
/** After the last thing that was told, another one would come within this time. */
const SETTLE_MS = 20 * S;

const NOTHING = { acts: 0, needless: 0, fired: 0, escalated: 0 };

/** Makes a fault with failsafe's monitor at work. */
export async function makeWithFailsafe(making: Making): Promise<Result> {
  const { fault, subject, random, world, front, notices, keep } = making;
  await using monitor = await runMonitorOf(world, front.host);
  if (!(await monitor.untilQuiet(120 * S, making.signal)))
    return { ...NOTHING, wrong: [`before the fault ${monitor.unquiet()}`] };
  notices.clear();
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, making.signal]);
  const words = await hearHealth(world.project, signal);
  const startedAt = Date.now();
  const service = watchService(world, signal);
  let quietSince: number | undefined;
  const isSettled = () => {
    const isQuiet = service.isSteady() && monitor.isQuiet();
    quietSince = isQuiet ? (quietSince ?? Date.now()) : undefined;
    return quietSince !== undefined && Date.now() - quietSince > SETTLE_MS;
  };
  try {
    await fault.make({ world, front, random, killHealer: monitor.killAndStart, signal }, subject);
    await waitFor(isSettled, fault.watchMs + 90 * S, signal);
  } finally {
    ending.abort();
  }
  const servedAt = service.servedAt();
  await service.over;

  const acts = monitor.acts();
  const heard = notices.all();
  const count = (what: string) => heard.filter(({ notice }) => notice.what === what).length;
  const firing = heard.filter(({ notice }) => notice.what === 'firing');
  const own = acts.filter(act => act.service === subject && fault.subjects.length > 0);
  const noticed = [acts[0]?.at, firing[0]?.at].filter(at => at !== undefined);
  const told = words.find(one => one.service === subject && one.health === 'unhealthy');
  const [first] = own;
  const result = {
    ...(noticed.length > 0 && { noticedMs: Math.min(...noticed) - startedAt }),
    ...(servedAt !== undefined && { servedMs: Math.max(0, servedAt - startedAt) }),
    acts: own.length,
    needless: acts.length - own.length,
    fired: count('firing'),
    escalated: count('escalated'),
    ...(told && first && first.at >= told.at && { reactedMs: first.at - told.at }),
  };
  const roots = new Set(firing.flatMap(({ notice }) => notice.alerts.map(({ root }) => root)));
  const wrong = wrongOf(fault, result, [
    ...(fault.expected.recovers && !monitor.isQuiet() ? [`in the end ${monitor.unquiet()}`] : []),
    ...(new Set(acts.map(({ id }) => id)).size < acts.length ? ['an act was done twice'] : []),
    ...(roots.size > 1 ? [`alerts of ${[...roots].join(', ')}`] : []),
  ]);
  if (wrong.length > 0) await cp(monitor.log(), keep, { recursive: true });
  return { ...result, wrong };
}
