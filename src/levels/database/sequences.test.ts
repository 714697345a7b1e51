import { seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './sequences.ts';

const at = (last: number, hidden = 0) =>
  seen({ sequences: { used: [{ sequence: 'users_id_seq', last, limit: 1000 }], hidden } });

judges(check, {}, [
  ['none in use', seen(), 'pass OK'],
  ['ids left', at(799), 'pass OK'],
  ['nearly full', at(800), 'fail NEARLY_EXHAUSTED'],
  ['others are hidden', at(1, 2), 'error NOT_VISIBLE'],
  ['others are hidden, but one that is seen is full', at(1000, 2), 'fail NEARLY_EXHAUSTED'],
  ...withoutVital('sequences'),
]);
