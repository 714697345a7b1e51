import { once } from 'node:events';
import { connect } from 'node:net';
import type { Protocol } from '../model/observations/ping.ts';
import type { Probe } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import { networkError } from './network-error.ts';
import type { Greeting } from './ping/greeting.ts';
import { createTalk } from './ping/talk.ts';
import { timeIsUp } from './time-is-up.ts';

const greetings: Readonly<Record<Protocol, () => Promise<{ greet: Greeting }>>> = {
  redis: () => import('./ping/redis.ts'),
  mysql: () => import('./ping/mysql.ts'),
  mongodb: () => import('./ping/mongodb.ts'),
  amqp: () => import('./ping/amqp.ts'),
  memcached: () => import('./ping/memcached.ts'),
  smtp: () => import('./ping/smtp.ts'),
};

/** Greets a server in its protocol over a connection of its own, without an account; nothing is changed there. */
export const probe: Probe<'ping'> = {
  id: 'ping',
  async observe({ target }, { stack, signal }) {
    const { endpoint, speaks } = target;
    const address =
      'service' in endpoint ? await stack.address(endpoint.service, endpoint.port, signal) : endpoint;
    const where = `${address.host}:${address.port}`;
    const { greet } = await greetings[speaks]();
    const startedAt = performance.now();
    const socket = connect({ host: address.host, port: address.port, signal });
    const talk = createTalk(socket, where);
    try {
      await once(socket, 'connect');
      return { ...(await greet(talk)), durationMs: performance.now() - startedAt };
    } catch (error) {
      if (timeIsUp(signal)) throw new ProbeError('target', 'TIMEOUT', `${where} does not answer in time`);
      throw networkError(error, where);
    } finally {
      // What was said last may still be on its way; nobody waits for the other side to end
      socket.end(() => socket.destroy());
      setTimeout(() => socket.destroy(), 100).unref();
    }
  },
};
