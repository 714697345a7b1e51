import { cp } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { randomOf } from '../faults.ts';
import { runAutoheal } from './autoheal-loop.ts';
import { openEngineFront } from './engine-front.ts';
import type { ComposeFault } from './faults.ts';
import { hearNotices } from './notices.ts';
import { type ComposeOutcome, wrongOf } from './outcome.ts';
import { runMonitorOf } from './run-monitor.ts';
import { openWorld, type World } from './world.ts';

const S = 1000;
/** Served for so long without a break is served again. */
const STEADY_MS = 15 * S;
/** After the last thing that was told, another one would come within this time. */
const SETTLE_MS = 20 * S;

/** So many looks in a row at which nobody was served. */
const LOST = 3;

/** Looks all the time whether a user is served. */
function watchService(world: World, signal: AbortSignal) {
  let since: number | undefined;
  let failures = 0;
  const looking = (async () => {
    while (!signal.aborted) {
      const at = Date.now();
      failures = (await world.works()) ? 0 : failures + 1;
      // On a busy machine one look may be too slow
      if (failures >= LOST) since = undefined;
      else if (failures === 0) since ??= at;
      await sleep(300);
    }
  })();
  return { since: () => since, over: looking };
}

/** Hears when the engine calls a service of a project unhealthy. */
async function hearUnhealthy(project: string, signal: AbortSignal) {
  const heard: { at: number; service: string }[] = [];
  const filters = JSON.stringify({
    type: ['container'],
    event: ['health_status'],
    label: [`com.docker.compose.project=${project}`],
  });
  const stream = await new Docker().getEvents({ filters });
  stream.on('data', chunk => {
    for (const line of String(chunk).split('\n').filter(Boolean)) {
      const { Action, Actor, timeNano } = JSON.parse(line);
      if (Action === 'health_status: unhealthy')
        heard.push({ at: timeNano / 1e6, service: Actor.Attributes['com.docker.compose.service'] });
    }
  });
  signal.addEventListener('abort', () => (stream as NodeJS.ReadableStream & { destroy(): void }).destroy());
  return heard;
}

/** How the faults are made. */
export interface LaneOptions {
  readonly project: string;
  readonly faults: readonly ComposeFault[];
  readonly seeds: readonly number[];
  seen(outcome: ComposeOutcome): Promise<void>;
  /** Where logs of runs that are not as designed are kept. */
  readonly keep: string;
}

const subjectOf = (fault: ComposeFault, seed: number) =>
  fault.subjects[Math.floor(randomOf(seed)() * fault.subjects.length)] ?? 'users';

/** Waits until nothing more is to be expected, at most as long as the fault is watched. */
async function until(over: () => boolean, startedAt: number, watchMs: number): Promise<void> {
  while (Date.now() - startedAt < watchMs && !over()) await sleep(300);
}

/** Makes each fault with failsafe's monitor at work. */
export async function failsafeLane({ project, faults, seeds, seen, keep }: LaneOptions): Promise<void> {
  await using notices = await hearNotices();
  await using world = await openWorld(project, notices.port);
  await using front = await openEngineFront(`${world.folder}/engine.sock`);
  for (const seed of seeds) {
    for (const fault of faults) {
      await world.restore();
      await using monitor = await runMonitorOf(world, front.host);
      if (!(await monitor.untilQuiet(120 * S))) {
        const wrong = [`not well before the fault: ${JSON.stringify(monitor.state()?.subjects)}`];
        await seen({
          fault: fault.name,
          by: 'failsafe',
          seed,
          acts: 0,
          needless: 0,
          fired: 0,
          escalated: 0,
          wrong,
        });
        continue;
      }
      notices.clear();
      const ending = new AbortController();
      const subject = subjectOf(fault, seed);
      const unhealthy = await hearUnhealthy(project, ending.signal);
      const startedAt = Date.now();
      const service = watchService(world, ending.signal);
      await fault.make(
        {
          world,
          front,
          random: randomOf(seed * 7919),
          killMonitor: monitor.killAndStart,
          signal: ending.signal,
        },
        subject,
      );
      const madeAt = Date.now();
      let quietSince: number | undefined;
      await until(
        () => {
          const steady = Date.now() - (service.since() ?? Date.now()) > STEADY_MS;
          quietSince = steady && monitor.isQuiet() ? (quietSince ?? Date.now()) : undefined;
          return quietSince !== undefined && Date.now() - quietSince > SETTLE_MS;
        },
        madeAt,
        fault.watchMs + 90 * S,
      );
      ending.abort();
      const acts = monitor.acts();
      const heard = notices.all();
      const count = (what: string) => heard.filter(({ notice }) => notice.what === what).length;
      const own = acts.filter(act => act.service === subject && fault.subjects.length > 0);
      const firsts = [acts[0]?.at, heard.find(({ notice }) => notice.what === 'firing')?.at];
      const noticed = firsts.filter(at => at !== undefined);
      const told = unhealthy.find(one => one.service === subject);
      const first = own[0];
      const outcome = {
        fault: fault.name,
        by: 'failsafe' as const,
        seed,
        subject,
        ...(noticed.length > 0 && { noticedMs: Math.min(...noticed) - startedAt }),
        ...(service.since() !== undefined && { servedMs: Math.max(0, (service.since() ?? 0) - startedAt) }),
        acts: own.length,
        needless: acts.length - own.length,
        fired: count('firing'),
        escalated: count('escalated'),
        ...(told && first && first.at >= told.at && { reactedMs: first.at - told.at }),
      };
      const unresolved =
        fault.expected.recovers && !monitor.isQuiet() ? [`in the end ${monitor.unquiet()}`] : [];
      const twice = new Set(acts.map(({ id }) => id)).size < acts.length ? ['an act was done twice'] : [];
      const roots = heard
        .filter(({ notice }) => notice.what === 'firing')
        .flatMap(({ notice }) => notice.alerts.map(({ root }) => root));
      const many = new Set(roots).size > 1 ? [`alerts of ${[...new Set(roots)].join(', ')}`] : [];
      const wrong = wrongOf(fault, outcome, [...unresolved, ...twice, ...many]);
      if (wrong.length > 0) await cp(monitor.log(), `${keep}/${fault.name}-${seed}`, { recursive: true });
      await seen({ ...outcome, wrong });
      await service.over;
    }
  }
}

/** The same with the algorithm of docker-autoheal. */
export async function autohealLane({ project, faults, seeds, seen }: LaneOptions): Promise<void> {
  await using world = await openWorld(project, 9);
  for (const seed of seeds) {
    for (const fault of faults) {
      await world.restore();
      const ending = new AbortController();
      const subject = subjectOf(fault, seed);
      const restarts: { at: number; service: string }[] = [];
      const healing = runAutoheal(`autoheal=${project}`, one => restarts.push(one), ending.signal);
      const startedAt = Date.now();
      const service = watchService(world, ending.signal);
      const hands = { world, random: randomOf(seed * 7919), killMonitor: async () => undefined };
      await fault.make({ ...hands, signal: ending.signal }, subject);
      const madeAt = Date.now();
      const steady = () => Date.now() - (service.since() ?? Date.now()) > 2 * STEADY_MS;
      await until(steady, madeAt, fault.watchMs);
      ending.abort();
      await Promise.all([healing, service.over]);
      const own = restarts.filter(one => one.service === subject && fault.subjects.length > 0);
      await seen({
        fault: fault.name,
        by: 'autoheal',
        seed,
        subject,
        ...(restarts[0] && { noticedMs: restarts[0].at - startedAt }),
        ...(service.since() !== undefined && { servedMs: Math.max(0, (service.since() ?? 0) - startedAt) }),
        acts: own.length,
        needless: restarts.length - own.length,
        fired: 0,
        escalated: 0,
        wrong: [],
      });
    }
  }
}
