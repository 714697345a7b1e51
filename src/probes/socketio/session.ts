import type { RawAnswer, RawFault, SessionFacts } from '../../model/observations/socketio.ts';
import { ProbeError } from '../../model/probe-error.ts';
import type { WebAddress } from '../web-address.ts';
import { rawRequest } from '../websocket/raw-request.ts';
import { pollingPath, type Session } from './handshake.ts';

/** With two backends and no stickiness, the chance that all of these reach the right one is below 2 %. */
const REQUESTS = 6;

/** Engine.IO packets: an answer to a ping, which changes nothing, and the end of the session. */
const PONG = '3';
const CLOSE = '1';

async function post(
  address: WebAddress,
  path: string,
  { id, cookie }: Session,
  body: string,
  signal: AbortSignal,
): Promise<RawAnswer | RawFault> {
  const headers = { 'content-type': 'text/plain;charset=UTF-8', ...(cookie === '' ? {} : { cookie }) };
  try {
    const answer = await rawRequest(
      address,
      { method: 'POST', path: pollingPath(path, id), headers, body },
      signal,
    );
    return { status: answer.status, mediaType: answer.mediaType, body: answer.body };
  } catch (error) {
    if (!(error instanceof ProbeError) || error.kind === 'observer') throw error;
    return { error: { code: error.code, message: error.message } };
  }
}

/** Uses one session on several new connections, each of which a balancer may send elsewhere, and ends it. */
export async function useSession(
  address: WebAddress,
  path: string,
  session: Session,
  signal: AbortSignal,
): Promise<SessionFacts> {
  const answers: (RawAnswer | RawFault)[] = [];
  for (let count = 0; count < REQUESTS && !signal.aborted; count++) {
    answers.push(await post(address, path, session, PONG, signal));
  }
  await post(address, path, session, CLOSE, signal);
  const refused = answers.filter(answer => 'error' in answer || answer.status !== 200);
  return { requests: answers.length, refused };
}
