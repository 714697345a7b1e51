import { formatDuration } from '../../config/units.ts';
import type { Fix } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { count } from '../count.ts';
import { fail, pass } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { lasting, sessionEvidence, terminate } from './session-evidence.ts';
import { judgeVital, type VitalCode, vitalCodes } from './vital.ts';

/** Waiting for a lock is normal for moments. */
const LONGEST_WAIT_MS = 3000;

/** What PostgreSQL calls a transaction that was prepared (PREPARE TRANSACTION): it has no session that could be ended. */
const PREPARED = 0;
const nameOf = (pid: number) => (pid === PREPARED ? 'a prepared transaction' : `pid ${pid}`);

const release = (pid: number): Fix =>
  pid === PREPARED
    ? {
        text: 'Have whoever prepared it commit it; when nobody knows of it any more, ROLLBACK PREPARED with its gid.',
        sql: 'SELECT gid, prepared, owner FROM pg_prepared_xacts ORDER BY prepared',
      }
    : { text: `Let session ${pid} end its transaction, or end the session.`, sql: terminate(pid) };

/** Whether sessions hang behind somebody's lock. */
export const check = defineCheck<'postgres-locks', Record<string, never>, 'BLOCKED' | VitalCode>({
  id: 'database.blocked-sessions',
  level: 'database',
  severity: 'error',
  title: 'No session waits long for a lock',
  why: 'One forgotten transaction can stop all writes to a table while every health check stays green.',
  source: 'PostgreSQL: pg_blocking_pids',
  probe: 'postgres-locks',
  codes: {
    ...vitalCodes,
    BLOCKED: {
      title: 'Sessions wait for a lock',
      cause: 'Another session holds the lock: an open transaction, a migration, or a manual LOCK.',
      fix: 'Let the session that holds the lock end, or end it with pg_terminate_backend.',
    },
  },
  instances: loaded =>
    onDatabase(loaded, () => ({})).map(({ params, timeoutMs, ...instance }) => ({
      ...instance,
      params: { ...params, waitMs: LONGEST_WAIT_MS },
      timeoutMs: timeoutMs + LONGEST_WAIT_MS,
    })),
  evaluate: seen =>
    judgeVital(seen, 'blocked', sessions => {
      const stuck = sessions.filter(({ forMs = Number.POSITIVE_INFINITY }) => forMs >= LONGEST_WAIT_MS);
      const [longest] = stuck;
      if (longest === undefined) {
        return pass(
          sessions.length === 0 ? 'no session waits for a lock' : 'sessions wait for locks only for moments',
        );
      }
      const waiting = new Set(sessions.map(({ pid }) => pid));
      const holders = [...new Set(sessions.flatMap(({ by }) => by))];
      const roots = holders.filter(pid => !waiting.has(pid));
      const guilty = roots.length === 0 ? holders : roots;
      return fail(
        'BLOCKED',
        `${count(stuck.length, 'session')} blocked by ${guilty.map(nameOf).join(', ')}, the longest for ${lasting(longest)}`,
        {
          expected: `waits of less than ${formatDuration(LONGEST_WAIT_MS)}`,
          got: lasting(longest),
          evidence: { blocked: sessionEvidence(stuck), holders: guilty },
          fixes: guilty.slice(0, 3).map(release),
        },
      );
    }),
});
