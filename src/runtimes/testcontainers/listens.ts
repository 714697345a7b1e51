import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from '../../model/stack.ts';

/** The engine accepts for a port that nothing listens on, and hangs up when it finds nobody behind it. */
const HANGS_UP_WITHIN_MS = 100;
const CONNECT_PATIENCE_MS = 1000;

/** Whether something behind a published port accepts connections. */
export async function listens({ host, port }: Address): Promise<boolean> {
  const { promise: ended, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: CONNECT_PATIENCE_MS });
  for (const event of ['close', 'error', 'end', 'timeout']) socket.once(event, () => resolve(false));
  socket.once('data', () => resolve(true));
  socket.once('connect', () => {
    socket.setTimeout(0);
    void sleep(HANGS_UP_WITHIN_MS).then(() => resolve(true));
  });
  try {
    return await ended;
  } finally {
    socket.destroy();
  }
}
