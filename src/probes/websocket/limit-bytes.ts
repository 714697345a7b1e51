import type { Socket } from 'node:net';

/** Ends a connection that brings more than `most` bytes: for libraries that keep all of an answer. */
export function limitBytes(socket: Socket, most: number): Socket {
  return socket.on('data', () => {
    if (socket.bytesRead > most) socket.destroy(new Error(`more than ${most} bytes came`));
  });
}
