import { answered, expected, seen, successes } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './login.ts';

judges(check, expected, [
  ...successes('login', answered(200, { auth_token: 'a.b.c' }, { granted: true })),
  ['no token', seen({ login: answered(200) }), 'fail NO_TOKEN'],
  ['no cookie', seen({ login: answered(200) }), 'fail NO_TOKEN', { ...expected, scheme: 'cookie' }],
  [
    'an error that is declared',
    seen({ login: { ...answered(503), expect: { status: 503 }, granted: true } }),
    'pass OK',
  ],
]);
