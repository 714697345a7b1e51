import { randomBytes } from 'node:crypto';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as secure } from 'node:https';
import type { RawAnswer } from '../../model/observations/socketio.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { networkError } from '../network-error.ts';
import { http } from '../node-http.ts';
import type { WebAddress } from '../web-address.ts';
import { connectionAgent } from './connection-agent.ts';

const MOST_CHARACTERS = 4096;

/** A request on a connection of its own. */
export interface RawRequest {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A {@link RawAnswer} with its cookies. */
export interface RawExchange extends RawAnswer {
  readonly cookies: readonly string[];
}

/** The headers that ask for a WebSocket. */
export const upgradeHeaders = (): Record<string, string> => ({
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': randomBytes(16).toString('base64'),
});

/** `text/html` of `Text/HTML; charset=utf-8`; empty when there is none. */
export const mediaTypeOf = ({ headers }: IncomingMessage): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

async function bodyOf(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MOST_CHARACTERS) break;
  }
  return text.slice(0, MOST_CHARACTERS);
}

/** Reads an answer as facts; also one that `ws` did not expect. */
export async function readAnswer(response: IncomingMessage): Promise<RawExchange> {
  return {
    status: response.statusCode ?? 0,
    mediaType: mediaTypeOf(response),
    cookies: response.headers['set-cookie'] ?? [],
    body: await bodyOf(response),
  };
}

function answered(request: ClientRequest): Promise<RawExchange> {
  return new Promise((resolve, reject) => {
    request.once('response', response => readAnswer(response).then(resolve, reject));
    request.once('upgrade', (response, socket) => {
      socket.destroy();
      const { statusCode: status = 0 } = response;
      resolve({ status, mediaType: '', cookies: response.headers['set-cookie'] ?? [], body: '' });
    });
    request.once('error', reject);
  });
}

/**
 * Sends one HTTP/1.1 request on a new connection and reads what comes back. A connection that was upgraded is closed.
 *
 * @throws ProbeError `target` with the code of the network's fault, TIMEOUT
 */
export async function rawRequest(
  address: WebAddress,
  { path, method = 'GET', headers, body }: RawRequest,
  signal: AbortSignal,
): Promise<RawExchange> {
  const send = address.origin.startsWith('https:') ? secure : http.request;
  const { host } = new URL(address.origin);
  const url = `${address.origin}${path}`;
  try {
    const request = send({
      agent: connectionAgent(address),
      method,
      path,
      headers: { host, 'user-agent': 'failsafe', accept: '*/*', ...headers },
      signal,
    });
    const answer = answered(request);
    request.end(body);
    return await answer;
  } catch (error) {
    if (signal.aborted)
      throw new ProbeError('target', 'TIMEOUT', `${url} did not answer in time`, { cause: error });
    throw networkError(error, url);
  }
}
