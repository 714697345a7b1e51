import { fill, fillText, unique } from '../matching/template.ts';
import type { HttpAnswer, HttpRequest } from '../model/observations/http.ts';
import type { Probe, ProbeContext } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import type { Replica } from '../model/stack.ts';
import { sendRequest } from './send-request.ts';

/** Fills in `{{unique}}`, anew in each cycle, so that a request that creates something can be sent again. */
function filled(request: HttpRequest): HttpRequest {
  const variables = { unique: unique() };
  return {
    ...request,
    path: fillText(request.path, variables),
    headers: fill(request.headers, variables),
    body: request.body === undefined ? undefined : fillText(request.body, variables),
    json: fill(request.json, variables),
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

/** Sends one request, or the same one to each container. */
export const probe: Probe<'http'> = {
  id: 'http',
  async observe(request, context) {
    const sent = filled(request);
    const replicas = await replicasOf(request, context);
    if (replicas.length < 2) return sendRequest(sent, context);
    const asked = await Promise.allSettled(replicas.map(replica => askReplica(sent, replica, context)));
    const lost = asked.find(({ status }) => status === 'rejected');
    if (lost?.status === 'rejected') throw lost.reason;
    const answers = asked.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
    const bad = answers.find(({ status, cut }) => status >= 500 || cut) ?? answers[0];
    return bad ?? sendRequest(sent, context);
  },
};
