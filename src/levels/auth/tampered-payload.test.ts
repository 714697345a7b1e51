import { expected, refusals } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './tampered-payload.ts';

judges(check, expected, refusals('tampered-payload', 'PAYLOAD_NOT_PROTECTED'));
