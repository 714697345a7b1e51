import type { Socket } from 'node:net';
import { ProbeError } from '../../model/probe-error.ts';

/** No greeting is as long as this. */
const MOST_BYTES = 64 * 1024;

/** The two directions of a connection, for a protocol that is spoken a few words. */
export interface Talk {
  send(bytes: Buffer | string): void;
  /** The next bytes, exactly so many; fewer when the other side has ended. */
  take(count: number): Promise<Buffer>;
  /** The next line, without its end; what there is when the other side ends first. */
  line(): Promise<string>;
}

/** Listens to a connection. The socket's own end and errors end the waiting. */
export function createTalk(socket: Socket, where: string): Talk {
  let read = Buffer.of();
  let ended = false;
  let failed: Error | undefined;
  let wake = () => {};
  socket.on('data', chunk => {
    read = Buffer.concat([read, chunk]);
    if (read.length > MOST_BYTES) socket.pause();
    wake();
  });
  socket.on('end', () => {
    ended = true;
    wake();
  });
  socket.on('error', error => {
    failed = error;
    wake();
  });
  const more = () => new Promise<void>(resolve => (wake = resolve));

  /** @param enough how many of the bytes read so far are asked for; undefined: not yet known */
  async function next(enough: () => number | undefined): Promise<Buffer> {
    for (;;) {
      if (failed !== undefined) throw failed;
      const count = enough();
      const over = ended || read.length > MOST_BYTES;
      if (count !== undefined || over) {
        const taken = read.subarray(0, count ?? read.length);
        if (taken.length === 0 && count !== 0) break;
        read = read.subarray(taken.length);
        return taken;
      }
      await more();
    }
    throw new ProbeError('target', 'ECONNRESET', `${where} closed the connection without an answer`);
  }

  return {
    send: bytes => void socket.write(bytes),
    take: count => next(() => (read.length >= count ? count : undefined)),
    async line() {
      const bytes = await next(() => {
        const at = read.indexOf('\n');
        return at === -1 ? undefined : at + 1;
      });
      return bytes.toString('latin1').replace(/\r?\n$/, '');
    },
  };
}
