import type { Json } from '../json.ts';
import type { DatabaseTarget } from '../target.ts';

/** Why a database did not do what it was asked. */
export interface DatabaseFailure {
  /** SQLSTATE, errno (`ECONNREFUSED`), or TIMEOUT, CLOSED, NO_PASSWORD, NOT_POSTGRES, TLS_UNSUPPORTED, TLS_UNTRUSTED. */
  readonly code: string;
  readonly message: string;
}

/** One sign of life: its value, or why it could not be read. */
export type Vital<T> =
  | { readonly seen: true; readonly value: T }
  | { readonly seen: false; readonly failure: DatabaseFailure };

/** Who holds how many connections. */
export interface ConnectionHolder {
  readonly user: string;
  readonly application: string;
  readonly count: number;
}

/** What `CONNECTION LIMIT` of a database or a role allows, and how many sessions count towards it; ours are left out. */
export interface ConnectionLimit {
  /** `database users` or `role app`. */
  readonly of: string;
  readonly limit: number;
  readonly used: number;
}

/** A session, with its statement cut short and without literals. */
export interface DatabaseSession {
  readonly pid: number;
  readonly user: string;
  readonly application: string;
  readonly state: string;
  readonly query: string;
  /** Milliseconds since it waits, or since its transaction began; undefined where it may not be seen. */
  readonly forMs?: number;
}

/** A standby as its primary sees it; without a name, this database itself seen as a standby. */
export interface Replica {
  readonly name?: string;
  /** As the server calls it; `standby` for this server itself, `slot` for a replication slot that nobody reads. */
  readonly state: string;
  readonly lagMs?: number;
  readonly lagBytes?: number;
}

/** A session that waits for a lock, with the pids that hold it. */
export interface BlockedSession extends DatabaseSession {
  readonly by: readonly number[];
}

/** What a database tells of itself. */
export interface DatabaseVitals {
  /** `reserved` are kept for superusers and for roles with `pg_use_reserved_connections`. */
  readonly connections: {
    readonly max: number;
    readonly reserved: number;
    readonly used: number;
    readonly holders: readonly ConnectionHolder[];
    /** Of this database, and of the roles that have sessions. */
    readonly limits: readonly ConnectionLimit[];
  };
  /** Indexes that a broken build left behind; those being built now are left out. */
  readonly invalidIndexes: readonly { readonly index: string; readonly table: string }[];
  /** Other sessions in a transaction, the oldest first. `hidden`: sessions of other roles that may not be seen. */
  readonly transactions: { readonly sessions: readonly DatabaseSession[]; readonly hidden: number };
  /** Blocks found in the cache and blocks read, since the statistics were reset. */
  readonly cache: { readonly hits: number; readonly reads: number };
  /** Tables with the most dead rows. */
  readonly deadTuples: readonly { readonly table: string; readonly live: number; readonly dead: number }[];
  readonly replicas: readonly Replica[];
  /** Archiving of the WAL: its last failure and its last success, as far as there were any. */
  readonly archiving: {
    readonly isOn: boolean;
    readonly failed?: { readonly wal: string; readonly agoMs: number };
    readonly archivedAgoMs?: number;
  };
  /** Collations in use whose version is not the one that was noted when they were made; names as SQL writes them. */
  readonly collations: readonly {
    readonly kind: 'database' | 'collation';
    readonly name: string;
    readonly noted: string;
    readonly actual: string;
  }[];
  /** Transactions (and multixacts) since the oldest frozen row, of about 2.1 billion before writes stop. */
  readonly wraparound: { readonly transactions: number; readonly multixacts: number };
  /** `hidden`: sequences that this role may not read. */
  readonly sequences: {
    readonly used: readonly { readonly sequence: string; readonly last: number; readonly limit: number }[];
    /** Those whose next id a row has already; `called`: ids were taken from it before. */
    readonly taken: readonly { readonly sequence: string; readonly next: number; readonly called: boolean }[];
    readonly hidden: number;
  };
  readonly sizeBytes: number;
}

/** What one read-only session saw. */
export type PostgresObservation =
  | { readonly connected: false; readonly failure: DatabaseFailure; readonly durationMs: number }
  | {
      readonly connected: true;
      /** To the end of the start-up, authentication included. */
      readonly connectMs: number;
      /** Of `select 1`. */
      readonly selectMs: number;
      /** As the server says: `18.4`. */
      readonly version: string;
      readonly database: string;
      readonly user: string;
      /** A standby, or in recovery. */
      readonly inRecovery: boolean;
      /** Transactions are read-only unless they say otherwise. */
      readonly readOnlyByDefault: boolean;
      readonly vitals: { readonly [Name in keyof DatabaseVitals]: Vital<DatabaseVitals[Name]> };
    };

/** Parameters of the probe `postgres-locks`. */
export interface PostgresLocksParams {
  readonly target: DatabaseTarget;
  /** Milliseconds after which a wait is called long. */
  readonly waitMs: number;
}

/** Who waits for whom. */
export type PostgresLocksObservation =
  | { readonly connected: false; readonly failure: DatabaseFailure }
  | {
      readonly connected: true;
      readonly user: string;
      readonly vitals: { readonly blocked: Vital<readonly BlockedSession[]> };
    };

/** Parameters of the probes `postgres` and `postgres-write`. */
export interface PostgresParams {
  readonly target: DatabaseTarget;
}

/** A row with values that JSON can carry: 64-bit and exact numbers that fit are numbers, all else is text. */
export type DatabaseRow = Readonly<Record<string, Json>>;

/** A write of a temporary row that was rolled back. */
export type PostgresWriteObservation =
  | { readonly ok: true; readonly durationMs: number }
  | { readonly ok: false; readonly failure: DatabaseFailure };

/** Parameters of the probe `postgres-query`. */
export interface PostgresQueryParams {
  readonly target: DatabaseTarget;
  readonly sql: string;
}

/** What one statement in a read-only transaction gave. */
export type PostgresQueryObservation =
  | { readonly ok: true; readonly rows: readonly DatabaseRow[]; readonly durationMs: number }
  | { readonly ok: false; readonly failure: DatabaseFailure };
