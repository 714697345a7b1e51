import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, type VitalCode, vitalCodes } from './vital.ts';

/** Whether every index can be used. */
export const check = defineCheck<'postgres', Record<string, never>, 'INVALID_INDEX' | VitalCode>({
  id: 'database.invalid-indexes',
  level: 'database',
  severity: 'error',
  title: 'Every index is valid',
  why: 'An invalid index costs each write and helps no read; an invalid unique index does not keep duplicates out.',
  source: 'PostgreSQL: CREATE INDEX, building indexes concurrently',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    INVALID_INDEX: {
      title: 'An index is invalid',
      cause: 'CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY failed half-way and left it behind.',
      fix: 'Drop the index and build it again; for a unique index remove the duplicates first.',
    },
  },
  instances: loaded => onDatabase(loaded, () => ({})),
  evaluate: seen =>
    judgeVital(seen, 'invalidIndexes', indexes => {
      if (indexes.length === 0) return pass('every index is valid');
      const names = indexes.map(({ index, table }) => `${index} on ${table}`);
      return fail('INVALID_INDEX', `invalid: ${names.join(', ')}`, {
        expected: 'no invalid index',
        got: `${indexes.length}`,
        evidence: { indexes: indexes.map(one => ({ ...one })) },
        fixes: indexes.slice(0, 3).map(({ index }) => ({
          text: `Build ${index} again.`,
          sql: `REINDEX INDEX CONCURRENTLY ${index}`,
        })),
      });
    }),
});
