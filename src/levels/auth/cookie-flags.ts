import { defineCheck } from '../check.ts';
import { fail, pass, skip, warn } from '../verdict.ts';
import { type Cookie, parseCookie } from './cookie.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { judgeUnanswered, stepOf } from './judge-step.ts';
import { type ReachCode, reachCodes } from './step-codes.ts';

type Code = ReachCode | 'NOT_HTTP_ONLY' | 'NOT_SECURE' | 'NO_SAME_SITE';

/** Cookies that pages must be able to read, to send them back in a header. */
const isCsrf = ({ name }: Cookie) => /csrf|xsrf/i.test(name);
const isCrossSite = ({ sameSite }: Cookie) => sameSite === undefined || sameSite === 'none';

const evidenceOf = (cookies: readonly Cookie[]) => ({
  cookies: cookies.map(({ name, secure, httpOnly, sameSite }) => ({
    name,
    secure,
    httpOnly,
    sameSite: sameSite ?? null,
  })),
});

/** Whether the cookies of a session are kept from pages, from plain HTTP and from other sites. */
export const check = defineCheck<'auth', AuthExpectation, Code>({
  id: 'auth.cookie-flags',
  level: 'auth',
  severity: 'error',
  title: 'Cookies of the session are protected',
  why: 'The flags keep scripts, networks and other sites from using somebody’s session.',
  source: 'ASVS 5.0 3.3',
  probe: 'auth',
  codes: {
    ...reachCodes,
    NOT_HTTP_ONLY: {
      title: 'Scripts can read the session cookie',
      cause: 'The cookie is set without HttpOnly, so any injected script takes the session away.',
      fix: 'Set HttpOnly.',
    },
    NOT_SECURE: {
      title: 'The session cookie travels over plain HTTP',
      cause: 'The cookie is set without Secure, so a network in between can read it.',
      fix: 'Set Secure.',
    },
    NO_SAME_SITE: {
      title: 'Other sites can use the session cookie',
      cause: 'SameSite is missing, or None, so forms of other sites are sent with the session.',
      fix: 'Set SameSite=Lax or Strict.',
    },
  },
  instances: loaded => onAuth(loaded, ['login']),
  evaluate(seen, { tls }) {
    const step = stepOf(seen, 'login');
    if (step.did !== 'answered') return judgeUnanswered(step);
    const cookies = step.answer.cookies.map(parseCookie).filter(({ deletes }) => !deletes);
    if (cookies.length === 0) return skip('the login sets no cookie');
    const evidence = evidenceOf(cookies);
    const readable = cookies.find(cookie => !cookie.httpOnly && !isCsrf(cookie));
    if (readable !== undefined) {
      return fail('NOT_HTTP_ONLY', `cookie ${readable.name} has no HttpOnly`, {
        expected: 'HttpOnly',
        evidence,
      });
    }
    const open = cookies.find(isCrossSite);
    if (open !== undefined) {
      const got = open.sameSite ?? 'none given';
      return fail('NO_SAME_SITE', `cookie ${open.name}: SameSite is ${got}`, {
        expected: 'Lax or Strict',
        got,
        evidence,
      });
    }
    const plain = cookies.find(({ secure }) => !secure);
    if (plain === undefined)
      return pass(`${cookies.map(({ name }) => name).join(', ')}: all flags are set`, evidence);
    const verdict = tls ? fail : warn;
    return verdict('NOT_SECURE', `cookie ${plain.name} has no Secure`, { expected: 'Secure', evidence });
  },
});
