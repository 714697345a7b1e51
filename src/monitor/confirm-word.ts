import type { Plan, PlannedCheck } from '../engine/planned-check.ts';
import { ProbeError } from '../model/probe-error.ts';
import type { ServiceState } from '../model/stack.ts';
import { type Looking, lookAt } from './look.ts';
import type { MonitorEvent, Sighting } from './machine/events.ts';
import { standsOn } from './machine/graph.ts';
import type { Setup } from './machine/rules.ts';
import { subjectOf } from './setup-of.ts';
import { ANSWERS, hasEnded, OUT_OF_TIME } from './sightings-of.ts';

const ENGINE_PATIENCE_MS = 5000;

/** What the engine itself can tell: a look at it takes no time, however a service hangs. */
const isToldByEngine = ({ check }: PlannedCheck): boolean => check.probe === 'services';

/** What the engine tells of a service that is acted on before the next cycle, when it holds. */
export type EngineWord = 'is unhealthy' | 'has ended';

/** What the engine's word is held against. */
export interface Confirming extends Looking {
  readonly setup: Setup;
  /** When the look began at which each check has passed; missing where the last one has failed. */
  readonly passedAt: ReadonlyMap<string, number>;
}

/** Of a plan these checks, and what the engine tells: nothing else is looked at to explain a failure. */
function narrowed({ checks }: Plan, wanted: readonly PlannedCheck[]): Plan {
  const kept = checks.filter(one => wanted.includes(one) || isToldByEngine(one));
  const ids = new Set(kept.map(({ id }) => id));
  const within = (list: readonly string[]) => list.filter(id => ids.has(id));
  const linked = kept.map(one => ({
    ...one,
    needs: within(one.needs),
    excusedBy: within(one.excusedBy),
  }));
  return { checks: linked, byId: new Map(linked.map(one => [one.id, one])) };
}

/**
 * Whether the engine still says so, and since when the service has not been well.
 * @returns undefined when it does not, as when it has restarted the service itself
 */
function brokenSince(word: EngineWord, own: ServiceState | undefined): number | undefined {
  if (word === 'is unhealthy' ? own?.health !== 'unhealthy' : !hasEnded(own)) return undefined;
  const since = word === 'is unhealthy' ? own?.failingSince : own?.finishedAt;
  return Date.parse(since ?? '') || Number.POSITIVE_INFINITY;
}

/**
 * Holds the engine's word of a service against what is known of it and of what it stands on. The service is not asked
 * itself: one that is frozen would not answer. What it stands on is asked only where it has not answered since the service
 * is not well.
 *
 * @returns what is to be told to the machine; undefined when the engine does not say so any more, or when the health check
 * only ran out of time while the service answers; `unseen` when it could not be looked at
 */
export async function confirmWord(
  { setup, passedAt, ...looking }: Confirming,
  service: string,
  word: EngineWord,
  stop: AbortSignal,
): Promise<MonitorEvent | 'unseen' | undefined> {
  const { plan, stack } = looking;
  let services: ServiceState[];
  try {
    services = await stack.services(AbortSignal.any([stop, AbortSignal.timeout(ENGINE_PATIENCE_MS)]));
  } catch (error) {
    if (error instanceof ProbeError) return 'unseen';
    throw error;
  }
  const own = services.find(one => one.service === service);
  const since = brokenSince(word, own);
  if (since === undefined) return undefined;
  const hasPassed = ({ id }: PlannedCheck) => (passedAt.get(id) ?? 0) > since;
  const answers = plan.checks.some(
    one => subjectOf(one) === service && ANSWERS.includes(one.check.id) && hasPassed(one),
  );
  if (answers && OUT_OF_TIME.test(own?.healthOutput ?? '')) return undefined;
  const below = standsOn(setup, service);
  const checks = plan.checks.filter(one => {
    const subject = subjectOf(one);
    if (subject === service) return isToldByEngine(one);
    if (!below.includes(subject) || setup.subjects[subject]?.kind !== 'service') return false;
    return isToldByEngine(one) || !hasPassed(one);
  });
  const known = {
    ...looking,
    plan: narrowed(plan, checks),
    stack: { ...stack, services: async () => services },
  };
  const { event } = await lookAt(known, checks, stop);
  if (event.type !== 'seen') return 'unseen';
  const seen = event.sightings[service];
  if (seen === undefined || seen.is === 'unsure') return 'unseen';
  const sighting: Sighting =
    seen.is === 'down' && word === 'is unhealthy' ? { ...seen, unhealthy: true } : seen;
  return { ...event, sightings: { ...event.sightings, [service]: sighting } };
}
