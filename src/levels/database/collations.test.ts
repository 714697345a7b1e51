import { expect, test } from 'vitest';
import { seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './collations.ts';

const versions = { noted: '2.36', actual: '2.41' };
const database = { kind: 'database', name: 'users_dev', ...versions } as const;
const german = { kind: 'collation', name: 'public.german', ...versions } as const;

judges(check, {}, [
  ['all as they were', seen(), 'pass OK'],
  ['of the database', seen({ collations: [database] }), 'fail COLLATION_CHANGED'],
  ['of a column', seen({ collations: [german] }), 'fail COLLATION_CHANGED'],
  ...withoutVital('collations'),
]);

test('indexes are built anew before the version is noted', () => {
  const { fixes } = check.evaluate(seen({ collations: [database, german] }, { database: 'a "b"' }), {});
  expect(fixes?.map(({ sql }) => sql)).toEqual([
    'REINDEX DATABASE CONCURRENTLY "a ""b"""',
    'ALTER DATABASE users_dev REFRESH COLLATION VERSION',
    'ALTER COLLATION public.german REFRESH VERSION',
  ]);
});
