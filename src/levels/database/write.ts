import { formatDuration } from '../../config/units.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { type ConnectionCode, connectionCodes, judgeConnectionFailure } from './connection-failure.ts';
import { declaredDatabase } from './instance.ts';

const writeCodes = {
  READ_ONLY: {
    title: 'The database takes no writes (25006)',
    cause:
      'This is a standby, or default_transaction_read_only is on: set by hand, by a failover, or against a full disk.',
    fix: 'Connect to the primary, or set default_transaction_read_only off for the database and the role.',
  },
  TEMPORARY_REFUSED: {
    title: 'The role may not create temporary tables (42501)',
    cause: 'TEMPORARY was revoked, so a write cannot be tried without touching a table of the application.',
    fix: 'GRANT TEMPORARY ON DATABASE to the role, or set `database.write: false`.',
  },
  DISK_FULL: {
    title: 'The disk is full (53100)',
    cause: 'The volume of the database has no room left.',
    fix: 'Make room on the disk of the database; nothing else helps.',
  },
  WRITE_TIMEOUT: {
    title: 'The write took too long (57014)',
    cause: 'The disk is slow or stuck, or a synchronous standby does not answer.',
    fix: 'Look at the disk’s latency and at synchronous_standby_names.',
  },
  NOT_READ_BACK: {
    title: 'A written row could not be read back',
    cause: 'A pooler that spreads statements of one transaction over several servers.',
    fix: 'Use a pooler in transaction or session mode.',
  },
} as const;

type WriteCode = keyof typeof writeCodes;

const BY_CODE: Readonly<Record<string, WriteCode>> = {
  '25006': 'READ_ONLY',
  '42501': 'TEMPORARY_REFUSED',
  '53100': 'DISK_FULL',
  '57014': 'WRITE_TIMEOUT',
  NOT_READ_BACK: 'NOT_READ_BACK',
};

/** Whether the database takes writes. */
export const check = defineCheck<'postgres-write', DatabaseTarget, ConnectionCode | WriteCode>({
  id: 'database.write',
  level: 'database',
  severity: 'error',
  title: 'The database takes writes',
  why: 'A standby, a full disk or a read-only default answers every read and fails every write.',
  source: 'SQLSTATE 25006, 53100',
  probe: 'postgres-write',
  codes: { ...connectionCodes, ...writeCodes },
  instances(loaded) {
    const database = declaredDatabase(loaded);
    if (database === undefined || database.declared.write === false) return [];
    const { target, common, connected } = database;
    return [{ ...common, params: { target }, expectation: target, needs: connected }];
  },
  evaluate(seen, target) {
    if (seen.ok) {
      return pass(`wrote, read and rolled back in ${formatDuration(seen.durationMs)}`, {
        durationMs: seen.durationMs,
      });
    }
    const { code: got, message } = seen.failure;
    const code = BY_CODE[got];
    if (code === undefined) return judgeConnectionFailure(seen.failure, target);
    return fail(code, message, { expected: 'a temporary row', got: message, evidence: { code: got } });
  },
});
