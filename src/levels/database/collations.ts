import type { Fix } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, type VitalCode, vitalCodes } from './vital.ts';

const SHOWN = 3;

const refresh = (kind: 'database' | 'collation', name: string) =>
  kind === 'database'
    ? `ALTER DATABASE ${name} REFRESH COLLATION VERSION`
    : `ALTER COLLATION ${name} REFRESH VERSION`;

/** Whether text is sorted as it was when its indexes were built. */
export const check = defineCheck<'postgres', Record<string, never>, 'COLLATION_CHANGED' | VitalCode>({
  id: 'database.collations',
  level: 'database',
  severity: 'warning',
  title: 'Text is sorted as its indexes are',
  why: 'An image on another system brings another glibc or ICU, which sorts text otherwise than the indexes in the old volume are built: searches miss rows that are there, and unique indexes let duplicates in.',
  source: 'PostgreSQL: ALTER COLLATION, ALTER DATABASE … REFRESH COLLATION VERSION (of databases since 15)',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    COLLATION_CHANGED: {
      title: 'Text is sorted by another version of its collation than indexes were built with',
      cause:
        'The image of the database, or the system below it, was changed for one with another glibc or ICU, and the volume was kept.',
      fix: 'REINDEX the database, look for duplicates where a unique index cannot be built, and only then have the version noted by REFRESH.',
    },
  },
  instances: loaded => onDatabase(loaded, () => ({})),
  evaluate: seen =>
    judgeVital(seen, 'collations', changed => {
      const [first] = changed;
      if (first === undefined) return pass('text is sorted as its indexes are, as far as versions tell');
      const database = seen.connected ? seen.database : '';
      const reindex: Fix = {
        text: 'Build the indexes anew. Where that fails, a unique one has let duplicates in: remove them first.',
        sql: `REINDEX DATABASE CONCURRENTLY "${database.replaceAll('"', '""')}"`,
      };
      const names = changed.map(({ kind, name }) => `${kind} ${name}`);
      return fail('COLLATION_CHANGED', `another version than indexes were built with: ${names.join(', ')}`, {
        expected: `version ${first.noted}`,
        got: `version ${first.actual}`,
        evidence: { changed: changed.map(one => ({ ...one })) },
        fixes: [
          reindex,
          ...changed.slice(0, SHOWN).map(({ kind, name }) => ({
            text: `Then have the version of the ${kind} ${name} noted.`,
            sql: refresh(kind, name),
          })),
        ],
      });
    }),
});
