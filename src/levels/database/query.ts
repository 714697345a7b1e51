import type { DatabaseQuery } from '../../config/schema/database.ts';
import { formatDuration } from '../../config/units.ts';
import { judgeRows } from '../../matching/judge-rows.ts';
import { placesOf } from '../../matching/mismatch.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import { defineCheck } from '../check.ts';
import { count } from '../count.ts';
import { fail, pass } from '../verdict.ts';
import { declaredDatabase } from './instance.ts';
import { judgeQueryFailure, type QueryCode, queryCodes } from './query-failure.ts';

interface Expectation {
  readonly target: DatabaseTarget;
  readonly expect: DatabaseQuery['expect'];
}

/** Whether a declared query gives what it must. */
export const check = defineCheck<'postgres-query', Expectation, QueryCode | 'NO_ROWS' | 'ROWS_MISMATCH'>({
  id: 'database.query',
  level: 'database',
  severity: 'error',
  title: 'The query gives what is declared',
  why: 'The data that the application cannot do without is there: its tables, its seed, its invariants.',
  probe: 'postgres-query',
  codes: {
    ...queryCodes,
    NO_ROWS: {
      title: 'The query gives no rows',
      cause: 'The table is empty: it was reset and not seeded, or this is another database.',
      fix: 'Seed the data; compare the database with the one that the application uses.',
    },
    ROWS_MISMATCH: {
      title: 'The rows are not as declared',
      cause: 'The data has changed, or the declaration does not fit it any more.',
      fix: 'Mend the data, or correct `expect` of the query.',
    },
  },
  instances(loaded) {
    const database = declaredDatabase(loaded);
    if (database === undefined) return [];
    const { declared, target, common, connected } = database;
    return (declared.queries ?? []).map(
      ({ name, sql, expect, tags = [], needs = [], timeout, eventually }) => ({
        subject: name,
        params: { target, sql },
        expectation: { target, expect },
        tags: [...common.tags, ...tags],
        needs: [...connected, ...needs],
        excusedBy: [`database.blocked-sessions:${target.name}`],
        timeoutMs: timeout ?? common.timeoutMs,
        eventuallyMs: eventually,
      }),
    );
  },
  evaluate(seen, { target, expect }) {
    if (!seen.ok) return judgeQueryFailure(seen.failure, target);
    const { rows, durationMs } = seen;
    const evidence = { rows: rows.length, durationMs };
    const mismatches = judgeRows(rows, expect);
    const [first] = mismatches;
    if (first === undefined) {
      return pass(`${count(rows.length, 'row')} in ${formatDuration(durationMs)}`, evidence);
    }
    const more = mismatches.length === 1 ? '' : ` (and ${mismatches.length - 1} more)`;
    return fail(rows.length === 0 ? 'NO_ROWS' : 'ROWS_MISMATCH', `${first.message}${more}`, {
      expected: first.expected,
      got: first.got,
      evidence: {
        ...evidence,
        at: placesOf(mismatches),
        mismatches: mismatches.slice(0, 5).map(({ message }) => message),
      },
    });
  },
});
