import { expected, refusals } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './foreign-key.ts';

judges(check, expected, refusals('foreign-key', 'FOREIGN_KEY_ACCEPTED'));
