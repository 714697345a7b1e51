import type { DatabaseVitals, PostgresObservation } from '../model/observations/postgres.ts';
import type { Probe, ProbeContext } from '../model/probe.ts';
import { inSession, type Session } from './postgres/session.ts';
import { readVital, remaining, type VitalQuery } from './postgres/vital.ts';
import { archiving } from './postgres/vitals/archiving.ts';
import { cache } from './postgres/vitals/cache.ts';
import { collations } from './postgres/vitals/collations.ts';
import { connections } from './postgres/vitals/connections.ts';
import { deadTuples } from './postgres/vitals/dead-tuples.ts';
import { identity } from './postgres/vitals/identity.ts';
import { invalidIndexes } from './postgres/vitals/invalid-indexes.ts';
import { replicas } from './postgres/vitals/replicas.ts';
import { sequences } from './postgres/vitals/sequences.ts';
import { sizeBytes } from './postgres/vitals/size.ts';
import { transactions } from './postgres/vitals/transactions.ts';
import { wraparound } from './postgres/vitals/wraparound.ts';

type Connected = Extract<PostgresObservation, { connected: true }>;

type Vitals = { readonly [Name in keyof DatabaseVitals]: VitalQuery<DatabaseVitals[Name]> };

/** In the order of their weight: the last ones are the first to be cut off when time runs out. */
const vitalsOf = (version: string): Vitals => ({
  connections,
  invalidIndexes,
  transactions,
  wraparound,
  replicas,
  archiving,
  collations: collations(Number.parseInt(version, 10)),
  cache,
  deadTuples,
  sequences,
  sizeBytes,
});

async function readVitals(
  session: Session,
  version: string,
  left: () => number,
): Promise<Connected['vitals']> {
  const vitals: [string, unknown][] = [];
  for (const [name, query] of Object.entries(vitalsOf(version))) {
    vitals.push([name, await readVital(session, query as VitalQuery<unknown>, left())]);
  }
  return Object.fromEntries(vitals) as unknown as Connected['vitals'];
}

async function examine(session: Session, left: () => number): Promise<Connected> {
  const startedAt = performance.now();
  await session.client.query('SELECT 1');
  const selectMs = performance.now() - startedAt;
  const { rows } = await session.client.query(identity.sql);
  const found = identity.read(rows);
  return {
    connected: true,
    connectMs: session.connectMs,
    selectMs,
    ...found,
    vitals: await readVitals(session, found.version, left),
  };
}

/** Looks at all signs of life of a PostgreSQL (12 or later) in one read-only session. */
export const probe: Probe<'postgres'> = {
  id: 'postgres',
  async observe({ target }, context: ProbeContext) {
    const startedAt = performance.now();
    const seen = await inSession(target, context, session =>
      examine(session, () => remaining(startedAt, context)),
    );
    if (seen.ok) return seen.value;
    return { connected: false, failure: seen.failure, durationMs: performance.now() - startedAt };
  },
};
