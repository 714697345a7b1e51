import type { HttpExpectation } from '../../config/schema/expectation.ts';
import { excerpt } from '../../matching/excerpt.ts';
import type { SchemaJudge } from '../../matching/json-schema.ts';
import { judgeHttp } from '../../matching/judge-http.ts';
import { isPage } from '../../matching/judge-http-body.ts';
import type {
  AuthObservation,
  AuthParams,
  AuthStepName,
  AuthStepSeen,
} from '../../model/observations/auth.ts';
import type { Fix, Verdict } from '../../model/verdict.ts';
import { brokenForAll, markOf, silence } from '../mark-of.ts';
import { error, fail, pass, skip } from '../verdict.ts';
import type { ExpectedCode, ReachCode, RefusedCode, StepCode } from './step-codes.ts';

/** A step that was answered. */
export type Answered = Extract<AuthStepSeen, { did: 'answered' }>;

const TOO_MANY_REQUESTS = 429;
const NOT_REACHED: AuthStepSeen = {
  did: 'nothing',
  kind: 'not-reached',
  reason: 'the session did not get this far',
};

/** What became of a step. */
export const stepOf = (seen: AuthObservation, name: AuthStepName): AuthStepSeen =>
  seen.steps[name] ?? NOT_REACHED;

/** Whether the server said "too many requests". */
export const isLimited = (step: AuthStepSeen): boolean =>
  step.did === 'answered' && step.answer.status === TOO_MANY_REQUESTS;

/** What was sent and what came back, for reports. */
export const evidenceOf = ({ request, answer }: Answered) => ({
  request,
  status: answer.status,
  body: excerpt(answer.body, 160),
});

/** `401 with {"status":"fail"}`. */
export const told = ({ answer }: Answered): string => {
  const said = excerpt(answer.body, 80);
  return said === '' ? `${answer.status}` : `${answer.status} with ${said}`;
};

const HANGS: Fix = {
  text: 'Read the log of the service: find out what this request waits for. Raise `auth.timeout` only if it is meant to be this slow.',
};

/**
 * Judges a step without an answer. One that does not apply is skipped; one that was never tried is nothing that anybody
 * could call healthy.
 */
export function judgeUnanswered(step: Exclude<AuthStepSeen, Answered>, what?: string): Verdict<ReachCode> {
  if (step.did === 'nothing')
    return step.kind === 'not-applicable' ? skip(step.reason) : error('NOT_DONE', `not done: ${step.reason}`);
  return fail('NO_ANSWER', `${what ?? step.request}: ${step.message}`, {
    got: step.code,
    evidence: { request: step.request, code: step.code },
    ...(step.code === 'TIMEOUT' ? { fixes: [HANGS], mark: silence } : { mark: brokenForAll(step) }),
  });
}

function judgeTransport(step: AuthStepSeen): Verdict<StepCode> | undefined {
  if (step.did !== 'answered') return judgeUnanswered(step);
  if (step.answer.status < 500) return undefined;
  return fail('SERVER_ERROR', `${step.request} answered ${told(step)}`, {
    mark: markOf({ ...step.answer, page: false }),
    got: told(step),
    evidence: evidenceOf(step),
  });
}

const isSuccess = ({ answer }: Answered) => answer.status >= 200 && answer.status < 300;

/**
 * Whether a page was answered where the API was asked. Sessions in cookies may be those of pages that a server makes:
 * there it takes another success than the one that is declared.
 */
function isFallback(
  step: Answered,
  { status, contentType, body }: HttpExpectation,
  scheme: AuthParams['scheme'],
): boolean {
  if (!isSuccess(step) || !isPage(step.answer) || body !== undefined) return false;
  if (contentType?.toLowerCase().includes('html')) return false;
  const declared = [status ?? []].flat();
  if (declared.length === 0) return scheme !== 'cookie';
  const another = !declared.includes(step.answer.status);
  return declared.some(code => code >= 200 && code < 300) && (another || scheme !== 'cookie');
}

interface Expected {
  readonly scheme: AuthParams['scheme'];
  readonly schema?: SchemaJudge;
}

/** Judges a step that must go well; undefined when it did. Without a declared expectation any 2xx will do. */
export function judgeExpected(
  step: AuthStepSeen,
  { scheme, schema }: Expected,
): Verdict<ExpectedCode> | undefined {
  if (step.did === 'nothing') return judgeUnanswered(step);
  if (isLimited(step)) return error('LIMITED', 'the server limits our requests: it answered 429');
  const { did } = step;
  if (did === 'failed' && step.code === 'NO_CSRF_TOKEN')
    return fail('NO_CSRF_TOKEN', step.message, { expected: 'a token', got: 'none' });
  const expectation = (did === 'answered' ? (step.expect as HttpExpectation | undefined) : undefined) ?? {};
  const wants5xx = did === 'answered' && [expectation.status ?? []].flat().includes(step.answer.status);
  const transport = wants5xx ? undefined : judgeTransport(step);
  if (transport !== undefined || did === 'failed') return transport;
  const evidence = evidenceOf(step);
  if (isFallback(step, expectation, scheme)) {
    const mark = markOf({ ...step.answer, page: true });
    const details = { expected: 'the answer of an API', got: told(step), evidence, mark };
    return fail('SPA_FALLBACK', `${step.request} answered a page: ${told(step)}`, details);
  }
  if (expectation.status === undefined && !isSuccess(step)) {
    const mark = markOf({ ...step.answer, page: false });
    const details = { expected: 'a status of success', got: told(step), evidence, mark };
    return fail('UNEXPECTED_STATUS', `${step.request} answered ${told(step)}`, details);
  }
  const [first] = judgeHttp(step.answer, expectation, { schema }).filter(({ warning }) => !warning);
  if (first === undefined) return undefined;
  const { expected, got, message } = first;
  const code =
    first.code === 'SPA_FALLBACK'
      ? 'SPA_FALLBACK'
      : first.code === 'HTTP_STATUS' || first.code === 'GATEWAY_ERROR'
        ? 'UNEXPECTED_STATUS'
        : 'UNEXPECTED_ANSWER';
  const mark = markOf({ ...step.answer, page: code === 'SPA_FALLBACK' });
  return fail(code, `${step.request}: ${message}`, { expected, got, evidence, mark });
}

/** Whether an answer tells one of the values of the test user. */
export function tellsIdentity(
  { answer }: Answered,
  { identity }: Pick<AuthObservation, 'identity'>,
): boolean {
  const body = answer.body.toLowerCase();
  return identity.length === 0 || identity.some(value => body.includes(value.toLowerCase()));
}

/** Whether an answer to whoami is one to somebody who is logged in. */
function letIn(step: Answered, seen: AuthObservation): boolean {
  const { schema: _, ...expectation } = (step.expect ?? {}) as HttpExpectation;
  const asExpected = judgeHttp(step.answer, expectation).every(({ warning }) => warning);
  // A page is what anybody gets, unless its text is declared and names the user
  const isFor = !isPage(step.answer) || (expectation.body !== undefined && seen.identity.length > 0);
  return isSuccess(step) && isFor && asExpected && tellsIdentity(step, seen);
}

/** Judges a whoami that must be refused. A redirect, as to a login page, is a refusal. */
export function judgeRefused<Code extends string>(
  seen: AuthObservation,
  name: AuthStepName,
  accepted: Code,
  what: string,
): Verdict<Code | RefusedCode> {
  const step = stepOf(seen, name);
  if (step.did !== 'answered') return judgeUnanswered(step);
  if (isLimited(step)) return skip('the server limits our requests (429)');
  const transport = judgeTransport(step);
  if (transport !== undefined) return transport;
  const details = { expected: '401', got: told(step), evidence: evidenceOf(step) };
  if (letIn(step, seen)) return fail(accepted, `${step.request} let in ${what}`, details);
  if (isSuccess(step))
    return fail('REFUSED_WITH_2XX', `${step.request} answered ${what} with ${told(step)}`, details);
  return pass(`${what} was refused with ${step.answer.status}`, { status: step.answer.status });
}

const ORDER: readonly Verdict['status'][] = ['fail', 'error', 'warn', 'pass', 'skip'];

/** The first of the gravest verdicts; a skip only when all are. */
export function worst<Code extends string>(verdicts: readonly Verdict<Code>[]): Verdict<Code> {
  const rank = ({ status }: Verdict) => ORDER.indexOf(status);
  return verdicts.toSorted((a, b) => rank(a) - rank(b))[0] ?? skip('nothing was tried');
}
