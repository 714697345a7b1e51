import { formatDuration } from '../../config/units.ts';
import type { Json } from '../../model/json.ts';
import type { DatabaseSession } from '../../model/observations/postgres.ts';

/** Sessions as reports show them, no more than five. */
export const sessionEvidence = (sessions: readonly DatabaseSession[]): Json =>
  sessions.slice(0, 5).map(({ pid, user, application, state, query, forMs }) => ({
    pid,
    user,
    application,
    state,
    query,
    forMs: forMs ?? null,
  }));

/** How long a session has been at it. */
export const lasting = ({ forMs }: DatabaseSession): string =>
  forMs === undefined ? 'an unknown time' : formatDuration(forMs);

/** The statement that ends a session. */
export const terminate = (pid: number): string => `SELECT pg_terminate_backend(${pid})`;
