import { formatSize } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, type VitalCode, vitalCodes } from './vital.ts';

/** Whether the database stays within its declared size. */
export const check = defineCheck<'postgres', { below: number }, 'TOO_LARGE' | VitalCode>({
  id: 'database.size',
  level: 'database',
  severity: 'warning',
  title: 'The database is not larger than declared',
  why: 'A full disk stops all writes; a size that grows unnoticed gets there.',
  source: 'PostgreSQL: pg_database_size',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    TOO_LARGE: {
      title: 'The database is larger than declared',
      cause:
        'Data grows without an end: logs or sessions that nobody deletes, dead rows, an abandoned table.',
      fix: 'Find the largest relations with pg_total_relation_size; delete, archive, or raise `database.size.below`.',
    },
  },
  instances: loaded => onDatabase(loaded, ({ size }) => size),
  evaluate: (seen, { below }) =>
    judgeVital(seen, 'sizeBytes', bytes => {
      const message = `${formatSize(bytes)} on disk`;
      if (bytes < below) return pass(message, { bytes });
      return fail('TOO_LARGE', message, {
        expected: `less than ${formatSize(below)}`,
        got: formatSize(bytes),
        evidence: { bytes },
      });
    }),
});
