import type { HttpExpectation } from '../../config/schema/expectation.ts';
import { formatDuration } from '../../config/units.ts';
import { select } from '../../matching/json-path.ts';
import { judgeHttp } from '../../matching/judge-http.ts';
import { jsonBody } from '../../matching/judge-http-body.ts';
import { fill, fillText, UnknownVariableError, type Variables } from '../../matching/template.ts';
import type { AuthRequest, AuthStepSeen } from '../../model/observations/auth.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import { ProbeError } from '../../model/probe-error.ts';
import type { Outgoing, Visitor } from './client.ts';
import { fetchCsrf } from './fetch-csrf.ts';

/** A step that was answered. */
export type Answered = Extract<AuthStepSeen, { did: 'answered' }>;

/** How long is waited for answers. */
export interface Patience {
  /** Ends the whole of which a request is a part. */
  readonly signal: AbortSignal;
  /** Milliseconds for one request. */
  readonly requestMs: number;
  /** What is said of a request for which the whole had no time left. */
  readonly spent: string;
}

/** Who sends a request, and with what. */
export interface Sending {
  readonly visitor: Visitor;
  readonly variables: Variables;
  /** Headers that carry a session; a request that declares one of them itself keeps its own. */
  readonly carried?: Readonly<Record<string, string>>;
  readonly patience: Patience;
  /** Whether the answer opened a session. */
  grants?(answer: HttpAnswer): boolean;
  /** Sent instead of the declared body. */
  readonly body?: string;
}

const lowerCase = (headers: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** @throws UnknownVariableError */
function prepare(declared: AuthRequest, { variables, carried, body }: Sending): Outgoing {
  const json = declared.json === undefined ? undefined : JSON.stringify(fill(declared.json, variables));
  const form = declared.form && new URLSearchParams(fill(declared.form, variables)).toString();
  const media = json === undefined ? form && FORM : 'application/json';
  const type: Record<string, string> = media === undefined ? {} : { 'content-type': media };
  return {
    method: declared.method,
    path: fillText(declared.path, variables),
    headers: {
      accept: 'application/json, */*;q=0.5',
      'user-agent': 'failsafe',
      ...type,
      ...carried,
      ...lowerCase(fill(declared.headers, variables)),
    },
    body:
      body ?? json ?? form ?? (declared.text === undefined ? undefined : fillText(declared.text, variables)),
  };
}

const FORM = 'application/x-www-form-urlencoded';

const notReached = (reason: string) => ({ did: 'nothing', kind: 'not-reached', reason }) as const;

function isAsDeclared(answer: HttpAnswer, expect: unknown): boolean {
  const { schema: _, ...expectation } = (expect ?? {}) as HttpExpectation;
  return judgeHttp(answer, expectation).every(({ warning }) => warning);
}

/** Sends a request of the session. Whatever the other side does is a fact; only what keeps us from looking is thrown. */
export async function perform(declared: AuthRequest, sending: Sending): Promise<AuthStepSeen> {
  const { visitor, variables, patience, grants } = sending;
  const { signal, requestMs, spent } = patience;
  const request = `${declared.method} ${declared.path}`;
  if (signal.aborted) return notReached(spent);
  const timeout = AbortSignal.timeout(requestMs);
  try {
    const either = AbortSignal.any([signal, timeout]);
    const withToken = await fetchCsrf(declared, sending, either);
    const answer = await visitor.send(prepare(declared, withToken), either);
    const expect: unknown = fill(declared.expect, variables);
    const byForm = declared.form !== undefined || declared.csrf !== undefined;
    // A page with a form sets cookies whatever it thinks of what was sent
    const granted = (grants?.(answer) ?? false) && (!byForm || isAsDeclared(answer, expect));
    return { did: 'answered', request, answer, expect, granted, ...(byForm && { byForm }) };
  } catch (error) {
    if (error instanceof UnknownVariableError) return notReached(error.message);
    if (!(error instanceof ProbeError) || error.kind === 'observer') throw error;
    // Cut off before its own time was up: that is the slowness of all requests, and none of this one's doing.
    if (signal.aborted && !timeout.aborted) return { ...notReached(spent), sent: true };
    const message = timeout.aborted ? `no answer within ${formatDuration(requestMs)}` : error.message;
    return { did: 'failed', request, code: error.code, message };
  }
}

/** Whether what follows can stand on this step. Schemas are left to the check: what they find ends nothing. */
export function succeeded(step: AuthStepSeen): step is Answered {
  return step.did === 'answered' && step.answer.status < 400 && isAsDeclared(step.answer, step.expect);
}

/** The JSON document of an answer, if it is one. */
export function documentOf(answer: HttpAnswer): unknown {
  const parsed = jsonBody(answer);
  return 'document' in parsed ? parsed.document : undefined;
}

/** The values that a request captures from its answer; paths that select nothing are left out. */
export function captured({ capture = {} }: AuthRequest, answer: HttpAnswer): Record<string, unknown> {
  const document = documentOf(answer);
  if (document === undefined) return {};
  const found = Object.entries(capture).map(([name, path]) => [name, select(document, path)[0]] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
