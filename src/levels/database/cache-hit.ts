import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, type VitalCode, vitalCodes } from './vital.ts';

const LEAST_PERCENT = 90;
/** Fewer blocks than these (80 MB) are the start of the database, not its load. */
const LEAST_BLOCKS = 10_000;

/** Whether the working set fits into memory. */
export const check = defineCheck<'postgres', Record<string, never>, 'LOW_CACHE_HIT' | VitalCode>({
  id: 'database.cache-hit',
  level: 'database',
  severity: 'warning',
  title: 'Reads are served from memory',
  why: 'A database that reads from disk for most requests is slow in a way that no single request explains.',
  source: 'PostgreSQL: pg_stat_database',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    LOW_CACHE_HIT: {
      title: 'Many blocks are read from outside the cache',
      cause: 'shared_buffers is too small for the data that is used, or statements scan whole tables.',
      fix: 'Look for sequential scans with pg_stat_user_tables; raise shared_buffers (a quarter of the memory is usual).',
    },
  },
  instances: loaded => onDatabase(loaded, () => ({})),
  evaluate: seen =>
    judgeVital(seen, 'cache', ({ hits, reads }) => {
      const blocks = hits + reads;
      if (blocks < LEAST_BLOCKS) return skip(`only ${blocks} blocks were read so far: too few to tell`);
      const percent = Math.floor((hits / blocks) * 1000) / 10;
      const message = `${percent} % of ${blocks} blocks came from the cache`;
      if (percent >= LEAST_PERCENT) return pass(message, { hits, reads });
      return fail('LOW_CACHE_HIT', message, {
        expected: `at least ${LEAST_PERCENT} %`,
        got: `${percent} %`,
        evidence: { hits, reads },
      });
    }),
});
