import { judges } from '../../../tests/support/judges.ts';
import { check } from './greeting.ts';
import { seen } from './testing.ts';

const greeted = (...values: unknown[]) =>
  seen({ greeting: { arguments: values, afterMs: 5 }, events: ['status'] });
const fields = { event: 'status', json: { '$.type': 'success' } };

judges(check, { event: 'status' }, [
  ['greeted', greeted({ type: 'success' }), 'pass OK'],
  ['greeted without a word', greeted(), 'pass OK'],
  ['as declared', greeted({ type: 'success', msg: 'a' }), 'pass OK', fields],
  ['silence', seen(), 'fail NO_GREETING'],
  ['another event', seen({ events: ['hello'] }), 'fail NO_GREETING'],
  ['another value', greeted({ type: 'error' }), 'fail WRONG_GREETING', fields],
  ['no value', greeted(), 'fail WRONG_GREETING', fields],
  ['the value in the second argument', greeted('a', { type: 'success' }), 'fail WRONG_GREETING', fields],
]);
