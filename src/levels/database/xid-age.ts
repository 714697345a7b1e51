import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, type VitalCode, vitalCodes } from './vital.ts';

/** Autovacuum freezes at 200 million; writes stop at about 2.1 billion. */
const OLDEST = 1_000_000_000;

/** Whether transaction ids are far from running out. */
export const check = defineCheck<'postgres', Record<string, never>, 'WRAPAROUND' | VitalCode>({
  id: 'database.xid-age',
  level: 'database',
  severity: 'warning',
  title: 'Transaction ids are far from running out',
  why: 'At 2.1 billion transactions without freezing PostgreSQL refuses all writes until it is vacuumed by hand.',
  source: 'PostgreSQL: preventing transaction ID wraparound failures',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    WRAPAROUND: {
      title: 'Old rows are not being frozen',
      cause:
        'Autovacuum cannot finish: it is off, too slow, or held up by an old transaction, a prepared one, or a replication slot.',
      fix: 'Remove what holds it up, then VACUUM (FREEZE) the oldest tables.',
    },
  },
  instances: loaded => onDatabase(loaded, () => ({})),
  evaluate: seen =>
    judgeVital(seen, 'wraparound', ({ transactions, multixacts }) => {
      const oldest = Math.max(transactions, multixacts);
      const what = transactions >= multixacts ? 'transactions' : 'multixacts';
      const message = `${oldest.toLocaleString('en')} ${what} since the oldest row was frozen`;
      if (oldest <= OLDEST) return pass(message, { transactions, multixacts });
      return fail('WRAPAROUND', message, {
        expected: `at most ${OLDEST.toLocaleString('en')}`,
        got: oldest.toLocaleString('en'),
        evidence: { transactions, multixacts },
      });
    }),
});
