import { seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './invalid-indexes.ts';

judges(check, {}, [
  ['none', seen(), 'pass OK'],
  ['one', seen({ invalidIndexes: [{ index: 'users_email', table: 'users' }] }), 'fail INVALID_INDEX'],
  ...withoutVital('invalidIndexes'),
]);
