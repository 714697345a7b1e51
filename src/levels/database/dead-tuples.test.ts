import { seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './dead-tuples.ts';

const table = (live: number, dead: number) => seen({ deadTuples: [{ table: 'users', live, dead }] });

judges(check, {}, [
  ['none', seen(), 'pass OK'],
  ['many of a large table, but a small share', table(1_000_000, 100_000), 'pass OK'],
  ['a large share of a small table', table(10, 9000), 'pass OK'],
  ['many and a large share', table(30_000, 10_000), 'fail DEAD_TUPLES'],
  ['nothing but dead rows', table(0, 10_000), 'fail DEAD_TUPLES'],
  ...withoutVital('deadTuples'),
]);
