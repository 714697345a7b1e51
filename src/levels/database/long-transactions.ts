import { formatDuration } from '../../config/units.ts';
import type { DatabaseSession } from '../../model/observations/postgres.ts';
import { defineCheck } from '../check.ts';
import { count } from '../count.ts';
import { fail, pass } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { lasting, sessionEvidence, terminate } from './session-evidence.ts';
import { judgeVital, notVisible, type VitalCode, vitalCodes } from './vital.ts';

const LONGEST_IDLE_MS = 60_000;
const LONGEST_ACTIVE_MS = 300_000;

const isIdle = ({ state }: DatabaseSession) => state.startsWith('idle in transaction');
const tooLong = (limit: number) => (session: DatabaseSession) => (session.forMs ?? 0) >= limit;

function details(sessions: readonly DatabaseSession[], limit: number) {
  return {
    expected: `less than ${formatDuration(limit)}`,
    got: sessions[0] && lasting(sessions[0]),
    evidence: { sessions: sessionEvidence(sessions) },
    fixes: sessions.slice(0, 3).map(({ pid, application }) => ({
      text: `Let ${application || 'the application'} commit or roll back; or end session ${pid}.`,
      sql: terminate(pid),
    })),
  };
}

/** Whether transactions end. */
export const check = defineCheck<
  'postgres',
  Record<string, never>,
  'IDLE_IN_TRANSACTION' | 'LONG_TRANSACTION' | VitalCode
>({
  id: 'database.long-transactions',
  level: 'database',
  severity: 'warning',
  title: 'Transactions end in good time',
  why: 'An open transaction keeps its locks, and keeps vacuum from removing dead rows anywhere.',
  source: 'PostgreSQL: pg_stat_activity, idle_in_transaction_session_timeout',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    IDLE_IN_TRANSACTION: {
      title: 'A session is idle in a transaction',
      cause:
        'The application began a transaction and forgot it: an exception without rollback, or a call to elsewhere inside of it.',
      fix: 'Commit or roll back on every path; set idle_in_transaction_session_timeout.',
    },
    LONG_TRANSACTION: {
      title: 'A transaction has been running for long',
      cause: 'A slow statement, a batch in one transaction, or a migration.',
      fix: 'Look at its statement; split batches.',
    },
  },
  instances: loaded => onDatabase(loaded, () => ({})),
  evaluate: seen =>
    judgeVital(seen, 'transactions', ({ sessions, hidden }, { user }) => {
      const idle = sessions.filter(isIdle).filter(tooLong(LONGEST_IDLE_MS));
      if (idle.length > 0) {
        const message = `${count(idle.length, 'session')} idle in a transaction`;
        return fail('IDLE_IN_TRANSACTION', message, details(idle, LONGEST_IDLE_MS));
      }
      const active = sessions.filter(session => !isIdle(session)).filter(tooLong(LONGEST_ACTIVE_MS));
      if (active.length > 0) {
        const message = `${count(active.length, 'transaction')} running for long`;
        return fail('LONG_TRANSACTION', message, details(active, LONGEST_ACTIVE_MS));
      }
      if (hidden > 0) return notVisible(user, `${count(hidden, 'session')} of other roles`);
      return pass(`${count(sessions.length, 'other session')} in a transaction, none for long`);
    }),
});
