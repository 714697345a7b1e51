import { HOST, type Setup } from '../../src/monitor/machine/rules.ts';
import { simulate } from '../../src/monitor/machine/testing/simulate.ts';
import { CHAIN, service, setupOf } from '../../src/monitor/machine/testing/small-setup.ts';
import { type Fault, randomOf, restartsOf, type World } from './faults.ts';

const S = 1000;
/** How long a fault is watched. */
export const WATCHED_MS = 3_600_000;

/** What came of a fault, by somebody's hand; times in milliseconds since it began. */
export interface Healing {
  /** Until somebody did something or told somebody; undefined when nobody did. */
  readonly detectedMs?: number;
  /** Until it worked, and went on to; undefined when it does not in the end. */
  readonly recoveredMs?: number;
  readonly restarts: number;
  /** Of these, restarts of what was not broken. */
  readonly needless: number;
  readonly alerts: number;
}

/** The same with what this design is held to. */
export interface Proven extends Healing {
  /** What is not as expected. */
  readonly wrong: readonly string[];
}

const setup: Setup = setupOf({ ...CHAIN, [HOST]: service({ kind: 'host', policy: 'off' }) });

/** From when on it works until the end. */
function recovery({ brokenAt }: World, works: (at: number) => boolean): number | undefined {
  let since: number | undefined;
  for (let at = brokenAt; at <= WATCHED_MS; at += S) since = works(at) ? (since ?? at) : undefined;
  return since === undefined ? undefined : since - brokenAt;
}

/** This design, in a simulated hour with one seed. */
export function proveHealing({ expected, world: worldOf }: Fault, seed: number): Proven {
  const world = worldOf(randomOf(seed));
  const { subject, brokenAt, sighting, engine, kills } = world;
  const { acts, notices, notes } = simulate({
    setup,
    forMs: WATCHED_MS,
    works: (name, at, done) => name !== subject || world.works(at, restartsOf(done, name)),
    sees: (name, at, honest) => (name === subject && sighting ? sighting(honest, at) : honest),
    engine,
    kills,
  });
  const restarts = restartsOf(acts, subject);
  const count = (kind: string) => notices.filter(({ what }) => what === kind).length;
  const alerted = notes.find(line => line.includes(` ${subject}: alert:`));
  const alertedAt = alerted === undefined ? undefined : Number.parseInt(alerted, 10) * S;
  const first = [alertedAt, restarts[0]].filter(at => at !== undefined);
  const alive = (at: number) => (engine?.(at) ?? true) && world.works(at, restarts);
  const recoveredMs = recovery(world, alive);
  const needless = acts.length - restarts.length;
  const [least, most] = expected.restarts;
  const wrong = [
    ...(restarts.length < least || restarts.length > most ? [`${restarts.length} restarts`] : []),
    ...(needless > 0 ? [`${needless} restarts of others`] : []),
    ...(new Set(acts.map(({ id }) => id)).size < acts.length ? ['an act was done twice'] : []),
    ...(count('firing') < expected.fires[0] || count('firing') > expected.fires[1]
      ? [`fired ${count('firing')} times`]
      : []),
    ...(count('escalated') > expected.escalates ? [`escalated ${count('escalated')} times`] : []),
    ...((recoveredMs !== undefined) !== expected.recovers ? ['recovery is not as expected'] : []),
  ];
  const detectedMs = first.length === 0 ? undefined : Math.min(...first) - brokenAt;
  const alerts = count('firing') + count('escalated');
  return { detectedMs, recoveredMs, restarts: acts.length, needless, alerts, wrong };
}
