import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listening } from '../../src/probes/testing.ts';

/** What the proxy does wrong. */
export interface ProxyFaults {
  /** As nginx without `proxy_set_header Upgrade`. */
  readonly dropUpgrade?: boolean;
  /** As nginx with a short `proxy_read_timeout`, in milliseconds. */
  readonly readTimeout?: number;
  /** As nginx with `proxy_buffering on`: an answer is passed on once it is complete. */
  readonly buffering?: boolean;
}

const HOP_BY_HOP = ['connection', 'upgrade', 'keep-alive'];

async function passOn(from: IncomingMessage, to: ServerResponse, buffering: boolean): Promise<void> {
  if (!buffering) {
    to.writeHead(from.statusCode ?? 502, from.headers);
    from.pipe(to);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk as Buffer);
  to.writeHead(from.statusCode ?? 502, from.headers).end(Buffer.concat(chunks));
}

/** The head of a request as it came. */
function head({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? `${name}: ${rawHeaders[index + 1]}` : [],
  );
  return [`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** A reverse proxy before these ports, which take turns; what is down is a 502. */
export function proxy(
  upstreams: readonly number[],
  { dropUpgrade, readTimeout, buffering }: ProxyFaults = {},
) {
  let turn = 0;
  const next = () => upstreams[turn++ % upstreams.length] ?? 0;
  const server = createServer((incoming, response) => {
    const kept = Object.entries(incoming.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
    const { method, url: path } = incoming;
    const outgoing = request({
      host: '127.0.0.1',
      port: next(),
      method,
      path,
      headers: Object.fromEntries(kept),
    });
    const fail = (status: number) => () =>
      response.headersSent ? response.destroy() : response.writeHead(status).end();
    if (readTimeout !== undefined) {
      outgoing.setTimeout(readTimeout, () => {
        fail(504)();
        outgoing.destroy();
      });
    }
    outgoing.on('response', answer => void passOn(answer, response, buffering === true).catch(fail(502)));
    outgoing.on('error', fail(502));
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  if (dropUpgrade !== true) {
    server.on('upgrade', (incoming: IncomingMessage, client: Socket, first: Buffer) => {
      const upstream = connect(next(), '127.0.0.1', () => {
        upstream.write(head(incoming));
        upstream.write(first);
        upstream.pipe(client).pipe(upstream);
      });
      if (readTimeout !== undefined) upstream.setTimeout(readTimeout, () => upstream.destroy());
      upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
      upstream.on('close', () => client.destroy());
      client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    });
  }
  return listening(server);
}
