import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe } from '../model/probe.ts';
import { connectClient } from './socketio/client.ts';
import { socketIoPath } from './socketio/socketio-path.ts';
import { resolveWeb } from './web-address.ts';

/** Keeps a connection open and says nothing on it. */
export const probe: Probe<'socketio-hold'> = {
  id: 'socketio-hold',
  idle: true,
  async observe(params, { stack, signal }) {
    const address = await resolveWeb(params.target, { stack, signal });
    const { namespace, stageMs, holdMs } = params;
    const options = {
      path: socketIoPath(params),
      namespace,
      stageMs,
      transports: ['polling', 'websocket'] as const,
    };
    const { disconnected, outcome, close } = await connectClient(address, options, signal);
    try {
      if (!outcome.connected) return { client: outcome };
      const startedAt = performance.now();
      const over = new AbortController();
      const held = sleep(holdMs, undefined, { signal: AbortSignal.any([signal, over.signal]) });
      const reason = await Promise.race([disconnected, held]);
      over.abort();
      if (reason === undefined) return { client: outcome };
      await held.catch(() => undefined);
      return { client: outcome, lost: { reason, afterMs: Math.round(performance.now() - startedAt) } };
    } finally {
      close();
    }
  },
};
