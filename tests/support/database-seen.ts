import type { LoadedConfig } from '../../src/config/loaded-config.ts';
import type { Database } from '../../src/config/schema/database.ts';
import type {
  DatabaseSession,
  DatabaseVitals,
  PostgresObservation,
} from '../../src/model/observations/postgres.ts';
import type { DatabaseTarget } from '../../src/model/target.ts';

type Connected = Extract<PostgresObservation, { connected: true }>;

/** A database of a service `users-db`. */
export const target: DatabaseTarget = {
  name: 'db',
  endpoint: { service: 'users-db', port: 5432 },
  database: 'users_dev',
  user: 'app',
  tls: false,
};

const healthy: DatabaseVitals = {
  connections: {
    max: 100,
    reserved: 3,
    used: 10,
    holders: [{ user: 'app', application: 'web', count: 9 }],
    limits: [],
  },
  invalidIndexes: [],
  transactions: { sessions: [], hidden: 0 },
  cache: { hits: 99_000, reads: 1000 },
  deadTuples: [],
  replicas: [],
  archiving: { isOn: false },
  collations: [],
  wraparound: { transactions: 1000, multixacts: 1 },
  sequences: { used: [], taken: [], hidden: 0 },
  sizeBytes: 8_000_000,
};

/** A healthy database, but for these vitals. */
export function seen(vitals: Partial<DatabaseVitals> = {}, overrides: Partial<Connected> = {}): Connected {
  const all = Object.entries({ ...healthy, ...vitals }).map(([name, value]) => [name, { seen: true, value }]);
  return {
    connected: true,
    connectMs: 12,
    selectMs: 1,
    version: '18.1',
    database: 'users_dev',
    user: 'app',
    inRecovery: false,
    readOnlyByDefault: false,
    vitals: Object.fromEntries(all),
    ...overrides,
  };
}

/** A database that gave no session. */
export const refused = (code: string, message = 'the server’s words'): PostgresObservation => ({
  connected: false,
  failure: { code, message },
  durationMs: 5,
});

/** A healthy database, of which one vital could not be read. */
export function unseen(name: keyof DatabaseVitals, code: string): Connected {
  const all = seen();
  return { ...all, vitals: { ...all.vitals, [name]: withheld(code) } };
}

/** A vital that could not be read. */
export const withheld = (code: string) => ({ seen: false, failure: { code, message: 'refused' } }) as const;

/** The three ways in which a vital cannot be judged. */
export const withoutVital = (name: keyof DatabaseVitals) =>
  [
    ['no session', refused('ECONNREFUSED'), 'error NOT_CONNECTED'],
    ['not for this role', unseen(name, '42501'), 'error NOT_VISIBLE'],
    ['too slow', unseen(name, '57014'), 'error NOT_SEEN'],
  ] as const;

/** A session that has been at it for so long. */
export const session = (
  forMs: number | undefined,
  overrides: Partial<DatabaseSession> = {},
): DatabaseSession => ({
  pid: 7,
  user: 'app',
  application: 'web',
  state: 'active',
  query: 'UPDATE users SET active = ?',
  forMs,
  ...overrides,
});

/** A configuration that declares this database. */
export const loaded = (database: Partial<Database> = {}, root = '/nowhere'): LoadedConfig =>
  ({
    config: { version: 1, project: 'app', database: { target: 'db', ...database } },
    root,
    databaseTargets: { db: target },
  }) as unknown as LoadedConfig;
