import { seen, session, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './long-transactions.ts';

const idle = { state: 'idle in transaction' };
const at = (forMs: number, overrides = {}, hidden = 0) =>
  seen({ transactions: { sessions: [session(forMs, overrides)], hidden } });

judges(check, {}, [
  ['none', seen(), 'pass OK'],
  ['idle for a moment', at(59_000, idle), 'pass OK'],
  ['idle for long', at(60_000, idle), 'fail IDLE_IN_TRANSACTION'],
  ['idle after an error', at(60_000, { state: 'idle in transaction (aborted)' }), 'fail IDLE_IN_TRANSACTION'],
  ['active for a while', at(299_000), 'pass OK'],
  ['active for long', at(300_000), 'fail LONG_TRANSACTION'],
  ['others are hidden', at(10, {}, 3), 'error NOT_VISIBLE'],
  ['others are hidden, but one that is seen is bad', at(300_000, {}, 3), 'fail LONG_TRANSACTION'],
  ...withoutVital('transactions'),
]);
