import { answered, expected, letIn, page, seen, successes } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './whoami.ts';

const cookie = { ...expected, scheme: 'cookie' } as const;
const login = answered(200, {}, { granted: true, cookies: ['session=x; Secure; HttpOnly'] });

const HOUR_MS = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toUTCString();

const elsewhere = (line: string) =>
  seen({ login: answered(200, {}, { granted: true, cookies: [line] }), whoami: answered(401) });

judges(check, expected, [
  ...successes('whoami', letIn()),
  [
    'somebody else',
    seen({ whoami: answered(200, { data: { email: 'root@example.com' } }) }),
    'fail OTHER_IDENTITY',
  ],
  ['a constant', seen({ whoami: answered(200, {}) }), 'fail OTHER_IDENTITY'],
  ['a page', seen({ whoami: page() }), 'fail SPA_FALLBACK'],
  ['a page that a server made', seen({ whoami: page() }), 'fail OTHER_IDENTITY', cookie],
  ['in capitals', seen({ whoami: answered(200, { email: 'ADA@EXAMPLE.COM' }) }), 'pass OK'],
  ['a cookie for HTTPS only', seen({ login, whoami: answered(401) }), 'fail SECURE_COOKIE_OVER_HTTP', cookie],
  ['a path of its own', elsewhere('session=x; Path=/login'), 'fail COOKIE_FOR_ANOTHER_PLACE', cookie],
  ['another domain', elsewhere('session=x; Domain=shop.test'), 'fail COOKIE_FOR_ANOTHER_PLACE', cookie],
  ['an hour ago', elsewhere(`session=x; Expires=${at(-HOUR_MS)}`), 'fail COOKIE_EXPIRED', cookie],
  ['in an hour', elsewhere(`session=x; Expires=${at(HOUR_MS)}`), 'fail UNEXPECTED_STATUS', cookie],
  [
    'an hour ago, which Max-Age overrules',
    elsewhere(`session=x; Expires=${at(-HOUR_MS)}; Max-Age=60`),
    'fail UNEXPECTED_STATUS',
    cookie,
  ],
  ['good in an hour', seen({ whoami: answered(401) }, { startsInMs: HOUR_MS }), 'fail TOKEN_OUT_OF_TIME'],
  [
    'good until an hour ago',
    seen({ whoami: answered(401) }, { endsInMs: -HOUR_MS }),
    'fail TOKEN_OUT_OF_TIME',
  ],
  [
    'good now',
    seen({ whoami: answered(401) }, { startsInMs: 0, endsInMs: HOUR_MS }),
    'fail UNEXPECTED_STATUS',
  ],
  ['this path', elsewhere('session=x; Path=/'), 'fail UNEXPECTED_STATUS', cookie],
  [
    'the same over HTTPS',
    seen({ login, whoami: answered(401) }),
    'fail UNEXPECTED_STATUS',
    { ...cookie, tls: true },
  ],
]);
