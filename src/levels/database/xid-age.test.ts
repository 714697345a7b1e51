import { seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './xid-age.ts';

const age = (transactions: number, multixacts = 0) => seen({ wraparound: { transactions, multixacts } });

judges(check, {}, [
  ['young', age(200_000_000), 'pass OK'],
  ['old transactions', age(1_000_000_001), 'fail WRAPAROUND'],
  ['old multixacts', age(1, 1_500_000_000), 'fail WRAPAROUND'],
  ...withoutVital('wraparound'),
]);
