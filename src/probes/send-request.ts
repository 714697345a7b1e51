import { formatDuration } from '../config/units.ts';
import type { HttpAnswer, HttpRequest } from '../model/observations/http.ts';
import type { ProbeContext } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import { exchange, type Head } from './exchange.ts';
import { networkError } from './network-error.ts';
import { errors } from './undici-parts.ts';
import { pathOf, resolveWeb } from './web-address.ts';
import { agentFor } from './web-agent.ts';

const ONE_MEBIBYTE = 2 ** 20;
const USER_AGENT = 'failsafe';
const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';

function sentHeaders({ headers = {}, json, form }: HttpRequest): Record<string, string> {
  const sent: Record<string, string> = { 'user-agent': USER_AGENT, accept: '*/*' };
  const media = json === undefined ? form && FORM : JSON_TYPE;
  if (media !== undefined) sent['content-type'] = media;
  for (const [name, value] of Object.entries(headers)) sent[name.toLowerCase()] = value;
  return sent;
}

function bodyOf({ json, form, body }: HttpRequest): string | undefined {
  if (json !== undefined) return JSON.stringify(json);
  return form === undefined ? body : new URLSearchParams(form).toString();
}

/** Says how far the request got when its time was up. */
function explain(error: unknown, url: string, timeoutMs: number, signal: AbortSignal, head?: Head): unknown {
  if (signal.aborted) {
    const stage = head === undefined ? 'no answer' : `status ${head.status}, but no end of the body,`;
    return new ProbeError('target', 'TIMEOUT', `${url}: ${stage} within ${formatDuration(timeoutMs)}`, {
      cause: error,
    });
  }
  if (error instanceof errors.InvalidArgumentError) {
    return new ProbeError('observer', 'INVALID_REQUEST', `the request cannot be sent: ${error.message}`);
  }
  const known = networkError(error, url);
  const lost = known instanceof ProbeError && known.code === 'ECONNRESET' && head !== undefined;
  return lost
    ? new ProbeError('target', 'BODY_TRUNCATED', `${url} ended its answer before the body was complete`, {
        cause: error,
      })
    : known;
}

/**
 * Sends one request, once, and reads what comes back, whatever its status. Redirects are not followed.
 *
 * @throws ProbeError `target` with the code of the network's or the certificate's fault, TIMEOUT, HTTP_PROTOCOL,
 * BODY_TRUNCATED, BAD_CONTENT_ENCODING; `observer` where this machine cannot look
 */
export async function sendRequest(
  request: HttpRequest,
  context: Pick<ProbeContext, 'stack' | 'signal' | 'timeoutMs'>,
): Promise<HttpAnswer> {
  const { signal, timeoutMs } = context;
  const address = await resolveWeb(request.target, context);
  const agent = agentFor(address);
  const path = pathOf(request.target, request.path);
  const url = `${address.origin}${path}`;
  const startedAt = performance.now();
  let head: Head | undefined;
  let firstByteMs = 0;
  try {
    const body = await exchange(
      agent.dispatcher,
      {
        origin: address.origin,
        method: request.method as 'GET',
        path,
        headers: sentHeaders(request),
        body: bodyOf(request),
      },
      {
        signal,
        maxBytes: request.maxBytes ?? ONE_MEBIBYTE,
        onHead(found) {
          firstByteMs = performance.now() - startedAt;
          head = found;
        },
      },
    );
    if (head === undefined) throw new TypeError('a body came without a head');
    return {
      url,
      ...head,
      ...(request.method === 'HEAD' && { headOnly: true }),
      body: body.text,
      bytes: body.bytes,
      cut: body.cut,
      validText: body.validText,
      charset: body.charset,
      durationMs: performance.now() - startedAt,
      firstByteMs,
      remoteAddress: agent.remoteAddress(),
    };
  } catch (error) {
    throw explain(error, `${request.method} ${url}`, timeoutMs, signal, head);
  }
}
