import { defineCheck } from '../check.ts';
import { count } from '../count.ts';
import { fail, pass, warn } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, notVisible, type VitalCode, vitalCodes } from './vital.ts';

const FULL_PERCENT = 80;

type Code = 'EXHAUSTED' | 'NEXT_ID_TAKEN' | 'NEARLY_EXHAUSTED';

/** Whether ids are left, and the next one is free. */
export const check = defineCheck<'postgres', Record<string, never>, Code | VitalCode>({
  id: 'database.sequences',
  level: 'database',
  severity: 'error',
  title: 'Sequences have ids left, and give ones that are free',
  why: 'When an integer key reaches 2,147,483,647 every insert into its table fails; when rows were loaded with their ids, the next ones do.',
  source: 'PostgreSQL: pg_sequences',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    EXHAUSTED: {
      title: 'A sequence has no id left',
      cause: 'It has given out its last one, or the last that its column can hold: every insert fails.',
      fix: 'Change the column and the sequence to bigint (ALTER TABLE … ALTER COLUMN … TYPE bigint): that rewrites the table.',
    },
    NEXT_ID_TAKEN: {
      title: 'The next id of a sequence is taken',
      cause:
        'Rows were loaded or restored with their ids, and the sequence was not set behind the last: the next insert is a duplicate key.',
      fix: "Set it behind the last row: SELECT setval('SEQUENCE', (SELECT max(id) FROM TABLE));",
    },
    NEARLY_EXHAUSTED: {
      title: 'A sequence has nearly used up its ids',
      cause: 'The key is an integer, and many ids were given out; failed inserts use ids too.',
      fix: 'Change the column and the sequence to bigint before it is full: that rewrites the table.',
    },
  },
  instances: loaded => onDatabase(loaded, () => ({})),
  evaluate: seen =>
    judgeVital(seen, 'sequences', ({ used, taken, hidden }, { user }) => {
      const percent = ({ last, limit }: (typeof used)[number]) => Math.floor((last / limit) * 100);
      const full = used.filter(one => percent(one) >= FULL_PERCENT);
      if (full.length > 0) {
        const list = full.map(one => `${one.sequence} ${percent(one)} %`).join(', ');
        const details = {
          expected: `less than ${FULL_PERCENT} %`,
          got: list,
          evidence: { sequences: full.map(one => ({ ...one })) },
        };
        if (full.some(({ last, limit }) => last >= limit))
          return fail('EXHAUSTED', `no ids left: ${list}`, details);
        if (!taken.some(({ called }) => called))
          return warn('NEARLY_EXHAUSTED', `ids given out: ${list}`, details);
      }
      if (taken.length > 0) {
        const list = taken.map(({ sequence, next }) => `${sequence} ${next}`).join(', ');
        // One that was never asked may feed a table whose rows all come with their ids
        return (taken.some(({ called }) => called) ? fail : warn)(
          'NEXT_ID_TAKEN',
          `rows have the next id: ${list}`,
          {
            expected: 'a next id that is free',
            got: list,
            evidence: { sequences: taken.map(one => ({ ...one })) },
          },
        );
      }
      if (hidden > 0) return notVisible(user, count(hidden, 'sequence'));
      const [fullest] = used;
      return pass(
        fullest === undefined
          ? 'no sequence is in use'
          : `fullest: ${fullest.sequence} ${percent(fullest)} %`,
      );
    }),
});
