import { createServer } from 'node:http';
import { Server, type ServerOptions } from 'socket.io';
import { listening } from '../../src/probes/testing.ts';

/** A Socket.IO server on this machine. */
export interface SocketIoServer extends AsyncDisposable {
  readonly port: number;
  readonly io: Server;
  /** Sessions that are open now. */
  sessions(): number;
}

/** Greets with `status`, answers `say` with `said` and an acknowledgement. */
export async function socketIoServer(options: Partial<ServerOptions> = {}): Promise<SocketIoServer> {
  const http = createServer((_, response) => response.writeHead(404).end());
  const io = new Server(http, options);
  io.on('connection', socket => {
    socket.emit('status', { msg: 'welcome', type: 'success' });
    socket.on('say', (data: unknown, acknowledge?: (answer: unknown) => void) => {
      socket.emit('said', data);
      acknowledge?.({ heard: data });
    });
  });
  const { port, [Symbol.asyncDispose]: dispose } = await listening(http);
  return {
    port,
    io,
    sessions: () => io.engine.clientsCount,
    async [Symbol.asyncDispose]() {
      io.disconnectSockets(true);
      await dispose();
    },
  };
}
