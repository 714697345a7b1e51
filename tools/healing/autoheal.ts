import { standsOn } from '../../src/monitor/machine/graph.ts';
import { HOST } from '../../src/monitor/machine/rules.ts';
import { CHAIN, setupOf } from '../../src/monitor/machine/testing/small-setup.ts';
import { type Fault, randomOf } from './faults.ts';
import { type Healing, WATCHED_MS } from './prove-healing.ts';

const S = 1000;
/** Its defaults, and a health check of Docker as usual: unhealthy after 3 failures 10 s apart. */
const LOOK_MS = 5 * S;
const CHECK_MS = 10 * S;
const RETRIES = 3;
/** A restart waits for the end of what does not end. */
const STOP_MS = 10 * S;

/**
 * The algorithm of docker-autoheal in the same world: each 5 s, every container that Docker calls unhealthy is
 * restarted. What has exited is not unhealthy, and what stands on something that is down is.
 */
export function autoheal({ world: worldOf }: Fault, seed: number): Healing {
  const world = worldOf(randomOf(seed));
  const { subject, brokenAt, engine = () => true } = world;
  const setup = setupOf();
  const restarts = new Map<string, number[]>(Object.keys(CHAIN).map(name => [name, []]));
  const failures = new Map<string, number>();
  const busyUntil = new Map<string, number>();
  const broken = (at: number) => subject !== HOST && !world.works(at, restarts.get(subject) ?? []);
  const isExited = (name: string, at: number) => name === subject && world.exits && broken(at);
  const isWell = (name: string, at: number) =>
    !broken(at) || (name !== subject && !standsOn(setup, name).includes(subject));
  let detectedMs: number | undefined;
  let needless = 0;
  for (let at = 0; at <= WATCHED_MS; at += S) {
    for (const name of restarts.keys()) {
      const busy = at < (busyUntil.get(name) ?? 0);
      if (busy || isExited(name, at)) failures.set(name, 0);
      else if (at % CHECK_MS === 0) failures.set(name, isWell(name, at) ? 0 : (failures.get(name) ?? 0) + 1);
      if (at % LOOK_MS !== 0 || busy || !engine(at) || (failures.get(name) ?? 0) < RETRIES) continue;
      restarts.get(name)?.push(at + STOP_MS);
      busyUntil.set(name, at + STOP_MS);
      failures.set(name, 0);
      if (at >= brokenAt) detectedMs ??= at - brokenAt;
      if (name !== subject) needless++;
    }
  }
  const own = restarts.get(subject) ?? [];
  let since: number | undefined;
  for (let at = brokenAt; at <= WATCHED_MS; at += S)
    since = engine(at) && world.works(at, own) ? (since ?? at) : undefined;
  const all = [...restarts.values()].reduce((sum, some) => sum + some.length, 0);
  return {
    detectedMs,
    recoveredMs: since === undefined ? undefined : since - brokenAt,
    restarts: all,
    needless,
    alerts: 0,
  };
}
