import { fill, fillText, unique } from '../matching/template.ts';
import type { HttpAnswer, HttpRequest } from '../model/observations/http.ts';
import type { Probe, ProbeContext } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import type { Replica } from '../model/stack.ts';
import { sendRequest } from './send-request.ts';

/** Whether there is something to fill in: the same requests are sent cycle after cycle. */
const templates = new WeakMap<HttpRequest, boolean>();

function isTemplate(request: HttpRequest): boolean {
  const { path, headers, body, json, form } = request;
  const found = templates.get(request) ?? JSON.stringify([path, headers, body, json, form]).includes('{{');
  templates.set(request, found);
  return found;
}

/** Fills in `{{unique}}`, anew in each cycle, so that a request that creates something can be sent again. */
function filled(request: HttpRequest): HttpRequest {
  if (!isTemplate(request)) return request;
  let value: string | undefined;
  const variables = {
    get unique() {
      value ??= unique();
      return value;
    },
  };
  return {
    ...request,
    path: fillText(request.path, variables),
    headers: fill(request.headers, variables),
    body: request.body === undefined ? undefined : fillText(request.body, variables),
    json: fill(request.json, variables),
    form: fill(request.form, variables),
  };
}

async function replicasOf(
  { target: { endpoint }, everyReplica }: HttpRequest,
  { stack, signal }: ProbeContext,
): Promise<readonly Replica[]> {
  if (!everyReplica || !('service' in endpoint)) return [];
  return (await stack.replicas?.(endpoint.service, endpoint.port, signal)) ?? [];
}

async function askReplica(
  request: HttpRequest,
  { name, address }: Replica,
  context: ProbeContext,
): Promise<HttpAnswer> {
  try {
    const stack = { ...context.stack, address: async () => address };
    return { ...(await sendRequest(request, { ...context, stack })), replica: name };
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    const { kind, code, message, cause } = error;
    throw new ProbeError(kind, code, `${name}: ${message}`, { cause });
  }
}

/** Said to whoever asks often, which is no fault of the one that answers. */
const TOO_MANY = 429;
/** A proxy that takes turns at random passes one over in the first round. */
const ROUNDS = 2;
const MOST_ASKED = 8;

/** Asks again, so often that each of several that are alike is likely to answer: what only one of them says is said now and then. */
async function askOthers(
  first: HttpAnswer,
  request: HttpRequest,
  context: ProbeContext,
): Promise<HttpAnswer> {
  const { upstreams = [] } = request;
  const twins = upstreams.length === 0 ? 0 : ((await context.stack.twins?.(upstreams, context.signal)) ?? 0);
  if (twins < 2) return first;
  const seen = new Set([`${first.status} ${first.body}`]);
  const others: HttpAnswer[] = [];
  for (let asked = 1; asked < Math.min(twins * ROUNDS, MOST_ASKED); asked++) {
    const other = await sendRequest(request, context);
    const what = `${other.status} ${other.body}`;
    if (other.status !== TOO_MANY && !seen.has(what)) others.push(other);
    seen.add(what);
  }
  return { ...first, others };
}

/** Sends one request, or the same one to each container. */
export const probe: Probe<'http'> = {
  id: 'http',
  async observe(request, context) {
    const sent = filled(request);
    const replicas = await replicasOf(request, context);
    if (replicas.length < 2) return askOthers(await sendRequest(sent, context), sent, context);
    const asked = await Promise.allSettled(replicas.map(replica => askReplica(sent, replica, context)));
    const lost = asked.find(({ status }) => status === 'rejected');
    if (lost?.status === 'rejected') throw lost.reason;
    const answers = asked.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
    const bad = answers.find(({ status, cut }) => status >= 500 || cut) ?? answers[0];
    return bad ?? sendRequest(sent, context);
  },
};
