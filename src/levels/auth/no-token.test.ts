import { answered, expected, refusals, seen } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './no-token.ts';

judges(check, expected, [
  ...refusals('no-token', 'OPEN_TO_ALL'),
  ['a bad request', seen({ 'no-token': answered(400) }), 'warn UNUSUAL_STATUS'],
  ['not found', seen({ 'no-token': answered(404) }), 'warn UNUSUAL_STATUS'],
]);
