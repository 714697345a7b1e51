import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from 'socket.io';
import type { TestServer } from './postgres-server.ts';

/** What can be wrong with the chain. */
export type ChainFault =
  | 'not-stored'
  | 'no-event'
  | 'wrong-event'
  | 'stored-late'
  | 'kept'
  | 'hangs'
  | 'unstable';

/** An application of HTTP, database and events: POST /things stores a thing and tells all who have joined. */
export async function startChainApp(postgres: TestServer, ...faults: ChainFault[]) {
  const has = (fault: ChainFault) => faults.includes(fault);
  const database = await postgres.connect();
  await database.query(
    'CREATE TABLE IF NOT EXISTS things (id serial PRIMARY KEY, name text UNIQUE, ok boolean)',
  );
  let reads = 0;

  async function store(name: string): Promise<number> {
    const { rows } = await database.query('INSERT INTO things (name, ok) VALUES ($1, true) RETURNING id', [
      name,
    ]);
    return rows[0].id;
  }

  async function add(request: IncomingMessage): Promise<object> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { name } = JSON.parse(text) as { name: string };
    if (has('stored-late')) void sleep(400).then(() => store(name));
    const id = has('not-stored') || has('stored-late') ? 0 : await store(name);
    if (!has('no-event')) io.to('all').emit('thing_added', { name: has('wrong-event') ? 'other' : name, id });
    return { id, access_token: `token-of-${name}` };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: object) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (has('hangs') && request.method === 'GET') return;
    if (request.method === 'POST') return send(201, await add(request));
    const id = request.url?.split('/')[2] ?? '';
    if (request.method === 'DELETE') {
      if (has('kept')) return send(403, { message: 'no' });
      await database.query('DELETE FROM things WHERE id = $1', [id]);
      return send(200, {});
    }
    if (has('unstable') && reads++ === 0) return send(503, { message: 'not yet' });
    const { rows } = await database.query('SELECT * FROM things WHERE id = $1', [id]);
    send(rows.length === 0 ? 404 : 200, rows[0] ?? {});
  }

  const server = createServer((request, response) => {
    if (request.url?.startsWith('/socket.io/')) return;
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  const io = new Server(server);
  io.on('connection', socket => {
    socket.on('join', room => {
      void socket.join(room);
      socket.emit('joined');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    names: async () =>
      (await database.query('SELECT name FROM things')).rows.map(({ name }) => name as string),
    async [Symbol.asyncDispose]() {
      await database.query('DROP TABLE things');
      await database.end();
      server.closeAllConnections();
      await io.close();
    },
  };
}
