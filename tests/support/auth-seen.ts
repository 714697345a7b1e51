import type { LoadedConfig } from '../../src/config/loaded-config.ts';
import type { Auth } from '../../src/config/schema/auth.ts';
import type { AuthExpectation } from '../../src/levels/auth/instance.ts';
import type {
  AuthAttempt,
  AuthObservation,
  AuthStepName,
  AuthStepSeen,
} from '../../src/model/observations/auth.ts';
import type { HttpAnswer } from '../../src/model/observations/http.ts';
import { loadedWith } from './small-plan.ts';

type Answered = Extract<AuthStepSeen, { did: 'answered' }>;

const USER = { username: 'ada', email: 'ada@example.com' };

/** A step that was answered; a body that is no text is sent as JSON. */
export function answered(
  status: number,
  body: unknown = { status: status < 400 ? 'success' : 'fail' },
  {
    headers = {},
    cookies = [],
    durationMs = 5,
    ...more
  }: Partial<HttpAnswer> & Partial<Omit<Answered, 'answer'>> = {},
): Answered {
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  const answer: HttpAnswer = {
    url: 'http://127.0.0.1/auth',
    status,
    headers: { 'content-type': isText ? 'text/html' : 'application/json', ...headers },
    cookies,
    body: text,
    bytes: text.length,
    cut: false,
    validText: true,
    durationMs,
    firstByteMs: durationMs,
  };
  return { did: 'answered', request: 'GET /auth', answer, granted: false, ...more };
}

/** A page of a single-page application. */
export const page = (status = 200): Answered => answered(status, '<!doctype html><title>app</title>');

/** A step without an answer. */
export const unanswered = (code = 'ECONNRESET'): AuthStepSeen => ({
  did: 'failed',
  request: 'GET /auth',
  code,
  message: 'closed the connection without an answer',
});

/** A step that was not done. */
export const notDone = (reason = 'the token is no JWT'): AuthStepSeen => ({
  did: 'nothing',
  kind: 'not-applicable',
  reason,
});

/** A step that was never tried, because the session ended before it. */
export const notReached = (reason = 'the session is too slow'): AuthStepSeen => ({
  did: 'nothing',
  kind: 'not-reached',
  reason,
});

/** An answer to whoami that lets the test user in. */
export const letIn = (): Answered => answered(200, { data: USER });

const refused = (): Answered => answered(401, undefined, { headers: { 'www-authenticate': 'Bearer' } });

const well: AuthObservation['steps'] = {
  register: answered(201),
  login: answered(200, { auth_token: 'a.b.c' }, { granted: true }),
  whoami: letIn(),
  'no-token': refused(),
  'garbage-token': refused(),
  'tampered-payload': refused(),
  'tampered-signature': refused(),
  'empty-signature': refused(),
  'alg-none': refused(),
  'alg-None': refused(),
  'alg-NONE': refused(),
  'foreign-key': refused(),
  'signed-control': letIn(),
  'expired-token': refused(),
  cors: letIn(),
  'cors-preflight': answered(204, ''),
  logout: answered(200),
  'whoami-after-logout': refused(),
  duplicate: answered(409),
  'wrong-password': answered(401),
  'unknown-user': answered(401),
  'bad-json': answered(400),
  'object-password': answered(400),
  removed: answered(401),
};

/** A session in which all is well but for these steps. */
export const seen = (
  steps: Partial<Record<AuthStepName, AuthStepSeen>> = {},
  more: Partial<AuthObservation> = {},
): AuthObservation => ({
  steps: { ...well, ...steps },
  token: 'jwt',
  lifetimeMs: 3_600_000,
  identity: Object.values(USER),
  attempts: [],
  cleanup: {
    needed: true,
    acts: [{ act: 'DELETE /users/1', step: answered(200) }],
    earlier: [],
    user: USER,
  },
  ...more,
});

/** A failed login. */
export const attempt = (name: AuthAttempt['name'], step: AuthStepSeen, user = USER): AuthAttempt => ({
  name,
  step,
  user,
});

/** What is expected of a session with a bearer token over plain HTTP. */
export const expected: AuthExpectation = { scheme: 'Bearer', tls: false, schemas: {} };

/** A step that must be refused, in every way in which it can go wrong or right. */
export const refusals = (name: AuthStepName, accepted: string) =>
  [
    ['refused', seen({ [name]: answered(401) }), 'pass OK'],
    ['forbidden', seen({ [name]: answered(403) }), 'pass OK'],
    ['sent to the login page', seen({ [name]: answered(302, '') }), 'pass OK'],
    ['let in', seen({ [name]: letIn() }), `fail ${accepted}`],
    ['a page', seen({ [name]: page() }), 'fail REFUSED_WITH_2XX'],
    ['an error with 200', seen({ [name]: answered(200, { status: 'fail' }) }), 'fail REFUSED_WITH_2XX'],
    ['an exception', seen({ [name]: answered(500) }), 'fail SERVER_ERROR'],
    ['no answer', seen({ [name]: unanswered() }), 'fail NO_ANSWER'],
    ['limited', seen({ [name]: answered(429) }), 'skip SKIPPED'],
    ['not done', seen({ [name]: notDone() }), 'skip SKIPPED'],
    ['not reached', seen({ [name]: notReached() }), 'error NOT_DONE'],
  ] as [string, AuthObservation, `fail ${string}`][];

/** A step that must go well, in every way in which it can go wrong or right. */
export const successes = (name: 'register' | 'login' | 'whoami' | 'logout', good: Answered) =>
  [
    ['well', seen({ [name]: good }), 'pass OK'],
    ['as declared', seen({ [name]: { ...good, expect: { status: good.answer.status } } }), 'pass OK'],
    ['an exception', seen({ [name]: answered(500) }), 'fail SERVER_ERROR'],
    ['a dead backend', seen({ [name]: answered(502) }), 'fail SERVER_ERROR'],
    ['no answer', seen({ [name]: unanswered('TIMEOUT') }), 'fail NO_ANSWER'],
    ['no token for its form', seen({ [name]: unanswered('NO_CSRF_TOKEN') }), 'fail NO_CSRF_TOKEN'],
    ['limited', seen({ [name]: answered(429) }), 'error LIMITED'],
    ['not reached', seen({ [name]: notReached() }), 'error NOT_DONE'],
    ['refused', seen({ [name]: answered(400) }), 'fail UNEXPECTED_STATUS'],
    ['a redirect', seen({ [name]: answered(302, '') }), 'fail UNEXPECTED_STATUS'],
    ['another status', seen({ [name]: { ...good, expect: { status: 418 } } }), 'fail UNEXPECTED_STATUS'],
    [
      'another body',
      seen({ [name]: { ...good, expect: { json: { '$.missing': true } } } }),
      'fail UNEXPECTED_ANSWER',
    ],
    ['a page', seen({ [name]: { ...page(), granted: true } }), 'fail SPA_FALLBACK'],
    [
      'a page where another success is due',
      seen({ [name]: { ...page(), granted: true, expect: { status: 201 } } }),
      'fail SPA_FALLBACK',
    ],
    [
      'a page where a redirect is due',
      seen({ [name]: { ...page(), granted: true, expect: { status: 302 } } }),
      'fail UNEXPECTED_STATUS',
    ],
    ['a page that says no', seen({ [name]: page(403) }), 'fail UNEXPECTED_STATUS'],
    [
      'a page where JSON is due',
      seen({ [name]: { ...page(), granted: true, expect: { json: { '$.status': 'success' } } } }),
      'fail SPA_FALLBACK',
    ],
  ] as [string, AuthObservation, `fail ${string}`][];

/** A configuration that declares a session. */
export const loaded = (auth: Partial<Auth> = {}): LoadedConfig => ({
  ...loadedWith(),
  config: {
    version: 1,
    project: 'small',
    auth: {
      target: 'web',
      register: { post: '/auth/register' },
      login: { post: '/auth/login', json: {} },
      whoami: { get: '/auth/status' },
      logout: { get: '/auth/logout' },
      ...auth,
    },
  },
  webTargets: { web: { name: 'web', endpoint: { host: '127.0.0.1', port: 1 }, tls: false, basePath: '' } },
});
