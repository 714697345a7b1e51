import type { Flaw } from '../flaw.ts';
import type { FileFacts } from './facts.ts';

/** A form that refuses somebody is a page with cookies, as a login is: only what is declared tells them apart. */
export function signIn({ config: { auth } }: FileFacts): Flaw[] {
  if (auth?.scheme !== 'cookie' || auth.login.expect !== undefined) return [];
  if (auth.csrf === undefined && auth.login.form === undefined) return [];
  return [
    {
      code: 'CONFIG_MISSING_KEY',
      path: ['auth', 'login'],
      at: 'key',
      message: 'the login is a form, and nothing tells a login that went well from the form shown once more',
      expected: 'auth.login.expect: what only a login that went well answers',
      fix: 'Add expect: { status: 302 }, or expect: { headers: { location: /home } } where both redirect.',
      lacks: [['auth', 'login', 'expect']],
    },
  ];
}
