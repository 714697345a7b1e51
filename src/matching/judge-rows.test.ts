import { expect, test } from 'vitest';
import type { DatabaseQuery } from '../config/schema/database.ts';
import { judgeRows, type Row } from './judge-rows.ts';

const two = [
  { id: 1, email: 'a@example.com' },
  { id: 2, email: null },
];
test.each<[readonly Row[], DatabaseQuery['expect'], string[]]>([
  [two, { rows: 2 }, []],
  [two, { rows: { atLeast: 3 } }, ['rows OUT_OF_RANGE']],
  [[], { rows: 0 }, []],
  [[], { row: { id: { exists: false } } }, ['row MISSING']],
  [[], { every: { id: { exists: false } } }, ['every MISSING']],
  [two, { row: { id: 1 } }, []],
  [two, { row: { id: '1' } }, ['row.id UNEQUAL']],
  [two, { row: { name: null } }, ['row.name MISSING']],
  [two, { every: { id: { above: 0 } } }, []],
  [two, { every: { email: { type: 'string' } } }, ['row 2.email WRONG_TYPE']],
])('%j by %j: %j', (rows, expectation, found) => {
  expect(judgeRows(rows, expectation).map(({ path, code }) => `${path} ${code}`)).toEqual(found);
});
