import { defineCheck } from '../check.ts';
import { count } from '../count.ts';
import { fail, pass } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, notVisible, type VitalCode, vitalCodes } from './vital.ts';

const FULL_PERCENT = 80;

/** Whether ids are left. */
export const check = defineCheck<'postgres', Record<string, never>, 'NEARLY_EXHAUSTED' | VitalCode>({
  id: 'database.sequences',
  level: 'database',
  severity: 'warning',
  title: 'Sequences have ids left',
  why: 'When an integer key reaches 2,147,483,647 every insert into its table fails.',
  source: 'PostgreSQL: pg_sequences',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    NEARLY_EXHAUSTED: {
      title: 'A sequence has nearly used up its ids',
      cause: 'The key is an integer, and many ids were given out; failed inserts use ids too.',
      fix: 'Change the column and the sequence to bigint before it is full: that rewrites the table.',
    },
  },
  instances: loaded => onDatabase(loaded, () => ({})),
  evaluate: seen =>
    judgeVital(seen, 'sequences', ({ used, hidden }, { user }) => {
      const percent = ({ last, limit }: (typeof used)[number]) => Math.floor((last / limit) * 100);
      const full = used.filter(one => percent(one) >= FULL_PERCENT);
      if (full.length > 0) {
        const list = full.map(one => `${one.sequence} ${percent(one)} %`).join(', ');
        return fail('NEARLY_EXHAUSTED', `ids given out: ${list}`, {
          expected: `less than ${FULL_PERCENT} %`,
          got: list,
          evidence: { sequences: full.map(one => ({ ...one })) },
        });
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
