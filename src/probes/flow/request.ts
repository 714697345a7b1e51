import { isSafeMethod } from '../../config/method.ts';
import type { HttpExpectation } from '../../config/schema/expectation.ts';
import { excerpt } from '../../matching/excerpt.ts';
import { loadSchema } from '../../matching/json-schema.ts';
import { judgeHttp } from '../../matching/judge-http.ts';
import { isPage, jsonBody, judgeNotAPage } from '../../matching/judge-http-body.ts';
import { judgeUndeclared, mustNotBeAPage } from '../../matching/judge-undeclared.ts';
import { mismatch } from '../../matching/mismatch.ts';
import { fill, fillText } from '../../matching/template.ts';
import type { FlowAnswer, FlowMismatch, FlowRequest } from '../../model/observations/flow.ts';
import type { HttpAnswer, HttpRequest } from '../../model/observations/http.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { sendRequest } from '../send-request.ts';
import type { Answer } from './attempt.ts';
import type { FlowState } from './state.ts';

type Time = { readonly signal: AbortSignal; readonly timeoutMs: number };

function filled(step: FlowRequest, { variables }: FlowState): HttpRequest {
  const { target, method, path, headers, json, form, text } = step;
  return {
    target,
    method,
    path: fillText(path, variables),
    headers: headers && fill(headers, variables),
    json: json === undefined ? undefined : fill(json, variables),
    form: form && fill(form, variables),
    body: text === undefined ? undefined : fillText(text, variables),
  };
}

/** Without a declared expectation an answer must at least be no refusal. */
function judgeAnswer(
  answer: HttpAnswer,
  step: FlowRequest,
  { params, variables }: FlowState,
): FlowMismatch[] {
  if (step.expect === undefined && answer.status >= 400) {
    const got = `${answer.status} with ${excerpt(answer.body, 80)}`;
    return [mismatch('HTTP_STATUS', 'status', 'a status of success', got)];
  }
  const { schema, ...rest } = (step.expect ?? {}) as HttpExpectation;
  const expectation = {
    ...fill(rest, variables),
    ...(schema !== undefined && { schema }),
  } as HttpExpectation;
  const judge = schema === undefined ? undefined : loadSchema(params.root, schema);
  const declared = judgeHttp(answer, expectation, { schema: judge });
  if (declared.some(({ warning }) => !warning)) return declared;
  const page = mustNotBeAPage(expectation, step.path) ? judgeNotAPage(answer) : [];
  return [...page, ...judgeUndeclared(answer, expectation, step.method), ...declared];
}

function documentOf(answer: HttpAnswer): unknown {
  const parsed = jsonBody(answer);
  return 'document' in parsed ? parsed.document : undefined;
}

/** Characters of a body by which it is told apart. */
const TOLD_APART = 200;

/** Whoever gets these has not taken the request. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND'];

const isRefusal = ({ status }: HttpAnswer) => status >= 400 && status < 500;
const isNotSent = (error: unknown) => error instanceof ProbeError && NOT_SENT.includes(error.code);

/** So short a value is no secret, and stands in many a text. */
const SECRET_LENGTH = 8;

/** The cookies of a step's target, by name. */
function jarOf({ target }: FlowRequest, { jars }: FlowState): Map<string, string> {
  const jar = jars.get(target.name) ?? new Map<string, string>();
  jars.set(target.name, jar);
  return jar;
}

/** What a browser would send along: the cookies that earlier answers have set, unless the step says otherwise. */
function withCookies(sent: HttpRequest, jar: ReadonlyMap<string, string>): HttpRequest {
  const declared = Object.keys(sent.headers ?? {}).some(name => name.toLowerCase() === 'cookie');
  if (declared || jar.size === 0) return sent;
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  return { ...sent, headers: { ...sent.headers, cookie } };
}

/** Keeps the cookies of an answer (RFC 6265 §5.3), and their values secret. */
function keepCookies({ cookies }: HttpAnswer, jar: Map<string, string>, { keepSecret }: FlowState): void {
  for (const line of cookies) {
    const [pair = '', ...attributes] = line.split(';').map(part => part.trim());
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    if (value === '' || attributes.some(one => /^max-age=(0|-)/i.test(one))) jar.delete(name);
    else jar.set(name, value);
    if (value.length >= SECRET_LENGTH) keepSecret(value);
  }
}

/** Sends, and notes when something may have been made: a request without an answer may have been carried out. */
async function send(step: FlowRequest, state: FlowState, time: Time): Promise<HttpAnswer> {
  const jar = jarOf(step, state);
  const sent = withCookies(filled(step, state), jar);
  const unsafe = !isSafeMethod(sent.method);
  try {
    const answer = await sendRequest(sent, { stack: state.stack, ...time });
    keepCookies(answer, jar, state);
    state.created ||= unsafe && !isRefusal(answer);
    return answer;
  } catch (error) {
    state.created ||= unsafe && !isNotSent(error);
    throw error;
  }
}

const toldApart = (answer: HttpAnswer): FlowAnswer => ({
  url: answer.url,
  status: answer.status,
  body: answer.body.slice(0, TOLD_APART),
  page: answer.status < 300 && isPage(answer),
});

/** Sends a request of the flow. */
export async function request(step: FlowRequest, state: FlowState, time: Time): Promise<Answer> {
  const answer = await send(step, state, time);
  return {
    saw: `the answer ${answer.status}`,
    answer: toldApart(answer),
    mismatches: judgeAnswer(answer, step, state),
    document: documentOf(answer),
  };
}
