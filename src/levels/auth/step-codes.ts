import type { CodePage } from '../check.ts';

/** Codes of a step that could not be looked at, or of which nothing more can be told. */
export const reachCodes = {
  NOT_DONE: {
    title: 'The step was not done',
    cause:
      'The session is too slow and its time was up before this step, or a variable that it needs was never captured.',
    fix: 'Find out what makes the service slow, or raise `auth.timeout`; correct `capture` of the step before.',
  },
  NO_ANSWER: {
    title: 'No answer',
    cause:
      'The server closed the connection, refused it, or did not answer in time at this step of the session.',
    fix: 'Read the log of the service at this time: a request that hangs waits for something, a connection that closes is likely a crash.',
  },
} as const satisfies Record<string, CodePage>;

/** One of {@link reachCodes}. */
export type ReachCode = keyof typeof reachCodes;

/** Codes of a step that did not get far enough to be judged by its own rule. */
export const stepCodes = {
  ...reachCodes,
  SERVER_ERROR: {
    title: 'The server failed (5xx)',
    cause: 'The request ran into an exception that nobody handles, or what is behind the server is down.',
    fix: 'Read the log of the service for the stack trace of this request.',
  },
} as const satisfies Record<string, CodePage>;

/** One of {@link stepCodes}. */
export type StepCode = keyof typeof stepCodes;

/** Codes of a step that must go well. */
export const expectedCodes = {
  ...stepCodes,
  NO_CSRF_TOKEN: {
    title: 'No token for the form',
    cause:
      'The page that `auth.csrf` names does not give the token where it is looked for, so no form can be sent.',
    fix: 'Compare `auth.csrf` with the page: the name of the cookie, or of the hidden field; a page that redirects who is signed in has none.',
  },
  LIMITED: {
    title: 'The server limits our requests (429)',
    cause: 'Too many requests from this address, ours or others’, in too short a time.',
    fix: 'Lower `auth.budget` or look less often; exempt failsafe’s address in the limiter.',
  },
  SPA_FALLBACK: {
    title: 'A page was answered instead of the API',
    cause:
      'What answers at this address has no route to the service for this path: a fallback serves index.html with status 200.',
    fix: 'Add the route before the fallback, in the configuration of the proxy where there is one.',
  },
  UNEXPECTED_STATUS: {
    title: 'Another status than expected',
    cause: 'The request is not what the service wants any more, or the service is broken.',
    fix: 'Compare the request in failsafe.yaml with the service; the answer’s text often says what it misses.',
  },
  UNEXPECTED_ANSWER: {
    title: 'The status is right, the answer is not',
    cause:
      'The service answers with something else than declared: an error with status 200, another format, other data.',
    fix: 'Compare the answer with `expect` of the step.',
  },
} as const satisfies Record<string, CodePage>;

/** One of {@link expectedCodes}. */
export type ExpectedCode = keyof typeof expectedCodes;

/** Codes of a step that must be refused. */
export const refusedCodes = {
  ...stepCodes,
  REFUSED_WITH_2XX: {
    title: 'Refused, but with a status of success',
    cause:
      'The service answers 2xx with an error in the body, or a page, so that clients and caches take it for success.',
    fix: 'Answer 401 (or 403) to what is refused.',
  },
} as const satisfies Record<string, CodePage>;

/** One of {@link refusedCodes}. */
export type RefusedCode = keyof typeof refusedCodes;
