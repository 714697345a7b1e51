import {
  answered,
  expected,
  notDone,
  notReached,
  seen,
  unanswered,
} from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './cors.ts';

const allowing = (origin: string, credentials?: string) =>
  answered(
    200,
    {},
    {
      headers: {
        'access-control-allow-origin': origin,
        ...(credentials !== undefined && { 'access-control-allow-credentials': credentials }),
      },
    },
  );

judges(check, expected, [
  ['not allowed', seen(), 'pass OK'],
  [
    'reflected with credentials',
    seen({ cors: allowing('https://failsafe.example', 'true') }),
    'fail CORS_REFLECTS',
  ],
  [
    'in the preflight only',
    seen({ 'cors-preflight': allowing('https://failsafe.example', 'true') }),
    'fail CORS_REFLECTS',
  ],
  ['the preflight hangs', seen({ 'cors-preflight': unanswered('TIMEOUT') }), 'fail NO_ANSWER'],
  ['neither has an answer', seen({ cors: unanswered(), 'cors-preflight': unanswered() }), 'fail NO_ANSWER'],
  ['the preflight was not reached', seen({ 'cors-preflight': notReached() }), 'error NOT_DONE'],
  [
    'reflected, and the preflight hangs',
    seen({ cors: allowing('https://failsafe.example', 'true'), 'cors-preflight': unanswered() }),
    'fail CORS_REFLECTS',
  ],
  ['null with credentials', seen({ cors: allowing('null', 'true') }), 'fail CORS_REFLECTS'],
  ['reflected without credentials', seen({ cors: allowing('https://failsafe.example') }), 'pass OK'],
  ['any, which browsers refuse with credentials', seen({ cors: allowing('*', 'true') }), 'pass OK'],
  ['not asked', seen({ cors: notDone(), 'cors-preflight': notDone() }), 'skip SKIPPED'],
]);
