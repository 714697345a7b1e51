import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Address } from '../../model/stack.ts';

/** Every service listens here. */
export const HOST = '127.0.0.1';

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<Address> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return { host: HOST, port };
}

/**
 * A port that the OS gives to nobody else for the next minute. A connection that the server's side closed first leaves
 * the port in TIME_WAIT: the OS then passes it over when it assigns ports, while a server that sets SO_REUSEADDR (as
 * Node, PostgreSQL, Go, Java and nearly all others do) may still listen on it by number.
 */
export async function reservePort(): Promise<Address> {
  const server = createServer(socket => socket.end()).listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = connect(port, HOST).resume();
  await once(client, 'close');
  server.close();
  await once(server, 'close');
  return { host: HOST, port };
}
