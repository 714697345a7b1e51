import type { AuthObservation, AuthStepSeen } from '../../model/observations/auth.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { type Cookie, keptFrom, parseCookie } from './cookie.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { type Answered, evidenceOf, judgeExpected, stepOf, tellsIdentity, told } from './judge-step.ts';
import { type ExpectedCode, expectedCodes } from './step-codes.ts';
import { beginsAfter, endedBefore } from './token-times.ts';

type Code =
  | ExpectedCode
  | 'OTHER_IDENTITY'
  | 'SECURE_COOKIE_OVER_HTTP'
  | 'COOKIE_FOR_ANOTHER_PLACE'
  | 'COOKIE_EXPIRED'
  | 'TOKEN_OUT_OF_TIME';

/** What keeps a token from being good when it is given out; undefined when its times do not. */
function outOfTime(seen: AuthObservation): string | undefined {
  const [begins, ended] = [beginsAfter(seen), endedBefore(seen)];
  if (begins !== undefined) return `the token is good in ${begins} only`;
  return ended && `the token had ended ${ended} before it was given out`;
}

/** One of the cookies of a login, when all of them had ended before they were set. */
function expired(login: AuthStepSeen): Cookie | undefined {
  const cookies = login.did === 'answered' ? login.answer.cookies.map(parseCookie) : [];
  const given = cookies.filter(({ deletes }) => !deletes);
  const now = Date.now();
  return given.every(({ expiresMs = now }) => expiresMs < now) ? given[0] : undefined;
}

/** For what alone the cookies of a login are, when a client keeps all of them from this request; undefined when it sends one. */
function allKeptFrom(login: Answered, whoami: Answered): { name: string; place: string } | undefined {
  const cookies = login.answer.cookies.map(parseCookie).filter(({ deletes }) => !deletes);
  const [setBy, asked] = [login, whoami].map(({ answer }) => new URL(answer.url));
  if (setBy === undefined || asked === undefined) return undefined;
  const kept = cookies.flatMap(cookie => {
    const place = keptFrom(cookie, setBy, asked);
    return place === undefined ? [] : [{ name: cookie.name, place }];
  });
  return kept.length === cookies.length ? kept[0] : undefined;
}

/** Whether a session is recognised, as that of the user who opened it. */
export const check = defineCheck<'auth', AuthExpectation, Code>({
  id: 'auth.whoami',
  level: 'auth',
  severity: 'error',
  title: 'The session is recognised as its user’s',
  why: 'A login is worth nothing when the next request is not believed, or is taken for somebody else’s.',
  source: 'RFC 6750 §2.1',
  probe: 'auth',
  codes: {
    ...expectedCodes,
    OTHER_IDENTITY: {
      title: 'The answer does not tell the user who logged in',
      cause: 'The service answers with somebody else’s data, a cached answer, or a constant.',
      fix: 'Look whether a cache in front of the service ignores Authorization, and how the service finds the user.',
    },
    SECURE_COOKIE_OVER_HTTP: {
      title: 'The session cookie is only sent over HTTPS',
      cause: 'The cookie has the flag Secure and the target speaks plain HTTP, so no client sends it back.',
      fix: 'Let `auth.target` be the HTTPS address of the application.',
    },
    COOKIE_EXPIRED: {
      title: 'The session cookie has expired when it is set',
      cause:
        'The clock of the server is behind, or it writes a local time as GMT: every client drops the cookie at once.',
      fix: 'Set its clock (NTP) and write Expires in GMT, or give Max-Age in its place.',
    },
    TOKEN_OUT_OF_TIME: {
      title: 'The token is not good at the time it is given out',
      cause:
        'The clock of the service that signs is ahead or behind, or nbf, iat or exp are local times, or milliseconds, where seconds of UTC belong.',
      fix: 'Set the clocks (NTP) of all services; compute exp, iat and nbf in seconds of UTC.',
    },
    COOKIE_FOR_ANOTHER_PLACE: {
      title: 'The session cookie is for another host or path',
      cause:
        'Login sets the cookie with a Domain or a Path that this request is not within, so no client sends it along.',
      fix: 'Set the cookie with `Path=/` and without Domain; where the Domain is right, give the target its `hostname`.',
    },
  },
  instances: loaded => onAuth(loaded, ['login']),
  evaluate(seen, { schemas, tls, scheme }) {
    const step = stepOf(seen, 'whoami');
    const bad = judgeExpected(step, { scheme, schema: schemas.whoami });
    if (bad !== undefined) {
      const login = stepOf(seen, 'login');
      const cookies = login.did === 'answered' ? login.answer.cookies.map(parseCookie) : [];
      const kept = scheme === 'cookie' && !tls && cookies.some(({ secure }) => secure);
      const elsewhere =
        scheme === 'cookie' && login.did === 'answered' && step.did === 'answered'
          ? allKeptFrom(login, step)
          : undefined;
      if (bad.status !== 'fail') return bad;
      if (elsewhere !== undefined) {
        const message = `${bad.message}; the cookie ${elsewhere.name} is only for ${elsewhere.place}`;
        return { ...bad, code: 'COOKIE_FOR_ANOTHER_PLACE', message };
      }
      if (kept) return { ...bad, code: 'SECURE_COOKIE_OVER_HTTP' };
      const ended = scheme === 'cookie' ? expired(login) : undefined;
      if (ended?.expiresMs !== undefined) {
        const at = new Date(ended.expiresMs).toUTCString();
        return {
          ...bad,
          code: 'COOKIE_EXPIRED',
          message: `${bad.message}; the cookie ${ended.name} ended on ${at}`,
        };
      }
      const time =
        step.did === 'answered' && [401, 403].includes(step.answer.status) ? outOfTime(seen) : undefined;
      if (time === undefined) return bad;
      return { ...bad, code: 'TOKEN_OUT_OF_TIME', message: `${bad.message}; ${time}` };
    }
    if (step.did !== 'answered' || tellsIdentity(step, seen))
      return pass('the session is recognised as its user’s');
    return fail('OTHER_IDENTITY', `${step.request} does not tell who logged in: ${told(step)}`, {
      expected: `one of ${seen.identity.join(', ')}`,
      got: told(step),
      evidence: evidenceOf(step),
    });
  },
});
