import { NodeWebSocket, NodeXHR } from 'socket.io-client';

type Constructor = typeof NodeXHR | typeof NodeWebSocket;
type Receives = { onPacket(packet: unknown): void; onError(reason: string, description: unknown): unknown };

/**
 * A transport that takes a packet which the client cannot read for a failure of the connection. The client itself throws
 * then, where nobody can catch it, and the process ends.
 */
function guarded<T extends Constructor>(transport: T): T {
  const Base = transport as unknown as new (options: unknown) => Receives;
  class Guarded extends Base {
    override onPacket(packet: unknown): void {
      try {
        super.onPacket(packet);
      } catch (error) {
        this.onError('a packet that nobody can read', error);
      }
    }
  }
  return Guarded as unknown as T;
}

/** The transports of Socket.IO, safe against what a server sends. */
export const TRANSPORTS = { polling: guarded(NodeXHR), websocket: guarded(NodeWebSocket) };
