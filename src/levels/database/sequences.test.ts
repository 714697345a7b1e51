import { seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './sequences.ts';

const at = (last: number, hidden = 0) =>
  seen({ sequences: { used: [{ sequence: 'users_id_seq', last, limit: 1000 }], taken: [], hidden } });
const taken = (called: boolean, last = 1) =>
  seen({
    sequences: {
      used: [{ sequence: 'users_id_seq', last, limit: 1000 }],
      taken: [{ sequence: 'users_id_seq', next: last + 1, called }],
      hidden: 0,
    },
  });

judges(check, {}, [
  ['none in use', seen(), 'pass OK'],
  ['ids left', at(799), 'pass OK'],
  ['nearly full', at(800), 'warn NEARLY_EXHAUSTED'],
  ['full', at(1000), 'fail EXHAUSTED'],
  ['behind its rows', taken(true), 'fail NEXT_ID_TAKEN'],
  ['behind its rows, and nearly full', taken(true, 900), 'fail NEXT_ID_TAKEN'],
  ['never asked, and there are rows', taken(false), 'warn NEXT_ID_TAKEN'],
  ['others are hidden', at(1, 2), 'error NOT_VISIBLE'],
  ['others are hidden, but one that is seen is full', at(1000, 2), 'fail EXHAUSTED'],
  ...withoutVital('sequences'),
]);
