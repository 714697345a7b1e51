import { expect, test } from 'vitest';
import { loaded, target } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { connectionCodes } from './connection-failure.ts';
import { check } from './query.ts';

const failed = (code: string) => ({ ok: false, failure: { code, message: 'the server’s words' } }) as const;
const rows = (...found: Record<string, string | number>[]) =>
  ({ ok: true, rows: found, durationMs: 2 }) as const;
const expecting = (expect: object) => ({ target, expect }) as never;

judges(
  check,
  expecting({ row: { count: { atLeast: 2 } } }),
  [
    ['as declared', rows({ count: 2 }), 'pass OK'],
    ['too few', rows({ count: 1 }), 'fail ROWS_MISMATCH'],
    ['text is not a number', rows({ count: '2' }), 'fail ROWS_MISMATCH'],
    ['no such column in the answer', rows({ n: 2 }), 'fail ROWS_MISMATCH'],
    ['no row', rows(), 'fail NO_ROWS'],
    ['no row where none must be', rows(), 'pass OK', expecting({ rows: 0 })],
    ['every of none', rows(), 'fail NO_ROWS', expecting({ every: { id: 1 } })],
    ['"00123" is not 123', rows({ id: '00123' }), 'fail ROWS_MISMATCH', expecting({ row: { id: 123 } })],
    ['42P01', failed('42P01'), 'fail TABLE_MISSING'],
    ['42703', failed('42703'), 'fail COLUMN_MISSING'],
    ['57014', failed('57014'), 'fail QUERY_TIMEOUT'],
    ['25006', failed('25006'), 'fail NOT_READ_ONLY'],
    ['42601', failed('42601'), 'fail INVALID_SQL'],
    ['42501', failed('42501'), 'fail PRIVILEGE_MISSING'],
    ['53300', failed('53300'), 'fail TOO_MANY_CONNECTIONS'],
  ],
  connectionCodes,
);

test('one application a query, with its own tags, needs and times', () => {
  const query = {
    name: 'users',
    sql: 'SELECT 1',
    expect: { rows: 1 },
    tags: ['seed'],
    needs: ['api'],
    eventually: 10,
  };
  expect(check.instances(loaded({ tags: ['db'], queries: [query] }))).toEqual([
    {
      subject: 'users',
      excusedBy: ['database.blocked-sessions:db'],
      params: { target, sql: 'SELECT 1' },
      expectation: { target, expect: { rows: 1 } },
      tags: ['db', 'seed'],
      needs: ['database.connect:db', 'api'],
      timeoutMs: 5000,
      eventuallyMs: 10,
    },
  ]);
});
