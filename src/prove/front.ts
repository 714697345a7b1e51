import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as openRequest,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type Duplex, PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Address } from '../model/stack.ts';

/** A request on its way to the target. */
export interface Exchange {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What came back, or what is answered instead. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a proxy before a target does wrong. What it does not say it passes on, as it came. */
export interface Behaviour {
  /** Answers in place of the target when it returns true. */
  handle?(exchange: Exchange, response: ServerResponse): boolean | Promise<boolean>;
  /** What is asked of the target instead. */
  forward?(exchange: Exchange): Exchange | Promise<Exchange>;
  /** What is answered instead. A stream is collected first when `collects` says so. */
  answer?(answer: Answer, exchange: Exchange): Answer;
  /** Streams (`text/event-stream`) pass unless this is true; then they are held back until they end. */
  readonly collects?: boolean;
  /** Protocol upgrades. Default `pass`; `ignore`: taken for plain requests; `cut`: broken off. */
  readonly upgrades?: 'pass' | 'ignore' | 'cut';
  /** What the target sends on a connection that asks for an upgrade goes through this, the answer's head included. */
  upgraded?(): Duplex;
  /** Connections that stay open are cut after these milliseconds. */
  readonly cutAfterMs?: number;
}

const OF_ONE_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'content-length'];

const endToEnd = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_CONNECTION.includes(name)));

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...endToEnd(headers), 'content-length': body.length }).end(body);
}

async function ask(upstream: Address, { method, path, headers, body }: Exchange): Promise<IncomingMessage> {
  const length = body.length > 0 ? { 'content-length': body.length } : {};
  const outgoing = openRequest({ ...upstream, method, path, headers: { ...endToEnd(headers), ...length } });
  const [incoming] = (await Promise.all([once(outgoing, 'response'), outgoing.end(body)])).flat();
  return incoming as IncomingMessage;
}

async function pass(
  upstream: Address,
  request: IncomingMessage,
  response: ServerResponse,
  behaviour: Behaviour,
) {
  const { method = 'GET', url: path = '/', headers } = request;
  const exchange = { method, path, headers, body: await buffer(request) };
  if (await behaviour.handle?.(exchange, response)) return;
  const incoming = await ask(upstream, (await behaviour.forward?.(exchange)) ?? exchange);
  response.once('close', () => incoming.destroy());
  const status = incoming.statusCode ?? 502;
  const streams = String(incoming.headers['content-type']).startsWith('text/event-stream');
  if (streams && !behaviour.collects) {
    response.writeHead(status, endToEnd(incoming.headers));
    response.flushHeaders();
    incoming.pipe(response);
    return;
  }
  const answer = { status, headers: incoming.headers, body: await buffer(incoming) };
  send(response, behaviour.answer?.(answer, exchange) ?? answer);
}

function join(client: Duplex, target: Duplex, through: Duplex = new PassThrough()): void {
  client.pipe(target).pipe(through).pipe(client);
  for (const [from, to] of [
    [client, target],
    [target, client],
    [through, client],
  ] as const) {
    from.on('error', () => to.destroy());
    from.once('close', () => to.destroy());
  }
}

/** The upgrade request as it came, to the target; from then on both ends talk to one another. */
function passUpgrade(
  upstream: Address,
  request: IncomingMessage,
  client: Duplex,
  first: Buffer,
  behaviour: Behaviour,
): void {
  if (behaviour.upgrades === 'cut') {
    client.destroy();
    return;
  }
  const { rawHeaders } = request;
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : [],
  );
  const target = connect(upstream.port, upstream.host, () => {
    target.write([`${request.method} ${request.url} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
    target.write(first);
  });
  join(client, target, behaviour.upgraded?.());
}

/** Opens the proxy on a free port of 127.0.0.1; `upstream` is asked anew for each request. */
export async function openFront(
  upstream: () => Promise<Address>,
  behaviour: Behaviour,
): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    upstream()
      .then(address => pass(address, request, response, behaviour))
      .catch(() => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
    if (behaviour.cutAfterMs !== undefined) setTimeout(() => socket.destroy(), behaviour.cutAfterMs).unref();
  });
  if (behaviour.upgrades !== 'ignore') {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      upstream().then(
        address => passUpgrade(address, request, socket, head, behaviour),
        () => socket.destroy(),
      );
    });
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
