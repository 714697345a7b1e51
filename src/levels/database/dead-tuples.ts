import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, type VitalCode, vitalCodes } from './vital.ts';

const MOST_PERCENT = 20;
/** Smaller tables are vacuumed in a moment when their turn comes. */
const LEAST_DEAD = 10_000;

/** Whether vacuum keeps up. */
export const check = defineCheck<'postgres', Record<string, never>, 'DEAD_TUPLES' | VitalCode>({
  id: 'database.dead-tuples',
  level: 'database',
  severity: 'warning',
  title: 'Vacuum keeps up with dead rows',
  why: 'Dead rows are read by every scan and fill the disk.',
  source: 'PostgreSQL: routine vacuuming',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    DEAD_TUPLES: {
      title: 'A table has many dead rows',
      cause: 'Autovacuum is off or too slow for it, or an old transaction keeps the rows from being removed.',
      fix: 'VACUUM (ANALYZE) the table; look for long transactions; lower autovacuum_vacuum_scale_factor for it.',
    },
  },
  instances: loaded => onDatabase(loaded, () => ({})),
  evaluate: seen =>
    judgeVital(seen, 'deadTuples', tables => {
      const share = ({ live, dead }: (typeof tables)[number]) => Math.round((dead / (live + dead)) * 100);
      const bloated = tables.filter(one => one.dead >= LEAST_DEAD && share(one) > MOST_PERCENT);
      if (bloated.length === 0) return pass('no table has many dead rows');
      const list = bloated.map(one => `${one.table} ${share(one)} %`).join(', ');
      return fail('DEAD_TUPLES', `dead rows: ${list}`, {
        expected: `at most ${MOST_PERCENT} %`,
        got: list,
        evidence: { tables: bloated.map(one => ({ ...one })) },
        fixes: bloated.slice(0, 3).map(({ table }) => ({
          text: `Vacuum ${table}.`,
          sql: `VACUUM (ANALYZE) ${table}`,
        })),
      });
    }),
});
