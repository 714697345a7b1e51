import { expect, test } from 'vitest';
import type { ServiceState } from '../../model/stack.ts';
import { type Readiness, readiness } from './readiness.ts';

const running: ServiceState = {
  service: 'web',
  state: 'running',
  health: 'none',
  oomKilled: false,
  restarts: 0,
  image: 'web',
  ports: {},
  oneShot: false,
};
const oneShot = { ...running, oneShot: true };
const restarting: ServiceState = { ...running, state: 'restarting', exitCode: 1 };

const of = (...states: ServiceState[]) => [...readiness(states).values()];

test.each<[string, ServiceState, Readiness]>([
  ['running', running, 'ready'],
  ['healthy', { ...running, health: 'healthy' }, 'ready'],
  ['starting', { ...running, health: 'starting' }, 'waiting'],
  ['unhealthy', { ...running, health: 'unhealthy' }, 'failed'],
  ['created', { ...running, state: 'created' }, 'waiting'],
  ['restarting', restarting, 'waiting'],
  ['ended with an error', { ...running, state: 'exited', exitCode: 1 }, 'failed'],
  ['ended well without being a one-shot', { ...running, state: 'exited', exitCode: 0 }, 'failed'],
  ['a one-shot that ended well', { ...oneShot, state: 'exited', exitCode: 0 }, 'ready'],
  ['a one-shot that ended with an error', { ...oneShot, state: 'exited', exitCode: 2 }, 'failed'],
  ['a one-shot that still runs', oneShot, 'waiting'],
  ['dead', { ...running, state: 'dead' }, 'failed'],
])('%s', (_, state, expected) => {
  expect(of(state)).toEqual([expected]);
});

test('a service without a container is not part of the run', () => {
  expect(of(running, { ...running, state: 'missing' })).toEqual(['ready']);
});

test('a service that keeps crashing has failed once all others are ready', () => {
  const crashing = { ...restarting, restarts: 5 };
  expect(of(running, crashing)).toEqual(['ready', 'failed']);
  expect(of({ ...running, health: 'starting' }, crashing)).toEqual(['waiting', 'waiting']);
});
