import type { DatabaseQuery } from '../config/schema/database.ts';
import type { Matcher } from '../config/schema/expectation.ts';
import { match } from './match.ts';
import { MISSING, type Mismatch, mismatch, type ValueMismatchCode } from './mismatch.ts';

/** A row as a query gives it. */
export type Row = Readonly<Record<string, unknown>>;

function judgeRow(row: Row, columns: Readonly<Record<string, Matcher>>, path: string) {
  return Object.entries(columns).flatMap(([column, matcher]) =>
    match(Object.hasOwn(row, column) ? row[column] : MISSING, matcher, `${path}.${column}`),
  );
}

/** Judges the rows of a query: their number, the first one, each one. `row` and `every` need at least one row. */
export function judgeRows(
  rows: readonly Row[],
  expectation: DatabaseQuery['expect'],
): Mismatch<ValueMismatchCode>[] {
  const found: Mismatch<ValueMismatchCode>[] = [];
  if (expectation.rows !== undefined) found.push(...match(rows.length, expectation.rows, 'rows'));
  const [first] = rows;
  if (expectation.row !== undefined) {
    if (first === undefined) found.push(mismatch('MISSING', 'row', 'at least one row', 'no row'));
    else found.push(...judgeRow(first, expectation.row, 'row'));
  }
  const { every } = expectation;
  if (every !== undefined) {
    if (first === undefined) found.push(mismatch('MISSING', 'every', 'at least one row', 'no row'));
    found.push(...rows.flatMap((row, index) => judgeRow(row, every, `row ${index + 1}`)));
  }
  return found;
}
