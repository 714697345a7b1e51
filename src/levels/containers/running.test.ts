import { describe, expect, test } from 'vitest';
import type { ServiceState } from '../../model/stack.ts';
import { check } from './running.ts';
import { loadedWith, state } from './testing.ts';

const exited = (exitCode: number | undefined, more: Partial<ServiceState> = {}) =>
  state({ state: 'exited', exitCode, ...more });

describe('containers.running', () => {
  test.each<[string, ServiceState[], string]>([
    ['runs', [state()], 'pass OK'],
    ['runs, unhealthy', [state({ health: 'unhealthy' })], 'pass OK'],
    ['is unknown', [state({ service: 'other' })], 'fail SERVICE_MISSING'],
    ['is missing', [state({ state: 'missing' })], 'fail SERVICE_MISSING'],
    ['is paused', [state({ state: 'paused' })], 'fail SERVICE_PAUSED'],
    ['is restarting', [state({ state: 'restarting', restarts: 7, exitCode: 1 })], 'fail CRASH_LOOP'],
    ['is created', [state({ state: 'created' })], 'fail NOT_STARTED'],
    ['is dead', [state({ state: 'dead' })], 'fail SERVICE_DEAD'],
    ['ended with 0', [exited(0)], 'fail EXIT_CLEAN'],
    ['ended with 1', [exited(1)], 'fail EXIT_ERROR'],
    ['ended with no code', [exited(undefined)], 'fail EXIT_ERROR'],
    ['was refused by the engine', [exited(125)], 'fail EXIT_BAD_COMMAND'],
    ['cannot be executed', [exited(126)], 'fail EXIT_BAD_COMMAND'],
    ['has no command', [exited(127)], 'fail EXIT_BAD_COMMAND'],
    ['was interrupted', [exited(130)], 'fail EXIT_STOPPED'],
    ['aborted', [exited(134)], 'fail EXIT_CRASHED'],
    ['was killed', [exited(137)], 'fail EXIT_KILLED'],
    ['was killed for memory', [exited(137, { oomKilled: true })], 'fail EXIT_OOM'],
    ['died after a child was killed for memory', [exited(1, { oomKilled: true })], 'fail EXIT_OOM'],
    ['had a segmentation fault', [exited(139)], 'fail EXIT_CRASHED'],
    ['was stopped', [exited(143)], 'fail EXIT_STOPPED'],
    ['is a one-shot that is done', [exited(0, { oneShot: true })], 'pass OK'],
    ['is a one-shot that failed', [exited(2, { oneShot: true })], 'fail EXIT_ERROR'],
    ['is a one-shot at work', [state({ oneShot: true })], 'pass OK'],
  ])('a service that %s', (_, states, expected) => {
    const { status, code } = check.evaluate(states, { service: 'users' });
    expect(`${status} ${code}`).toBe(expected);
  });

  test('names the signal behind the exit code', () => {
    expect(check.evaluate([exited(137)], { service: 'users' }).message).toBe(
      'has ended with exit code 137 (SIGKILL)',
    );
  });

  test('is applied to each service that is not ignored', () => {
    const containers = { ignore: ['adminer'], services: { users: { tags: ['core'], timeout: 900 } } };
    const loaded = loadedWith({ containers }, { services: ['users', 'db', 'adminer'] });
    expect(check.instances(loaded).map(({ subject, tags, timeoutMs }) => [subject, tags, timeoutMs])).toEqual(
      [
        ['users', ['core'], 900],
        ['db', undefined, undefined],
      ],
    );
  });
});
