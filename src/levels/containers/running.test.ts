import { describe, expect, test } from 'vitest';
import type { ServiceState } from '../../model/stack.ts';
import { check as healthy } from './healthy.ts';
import { check } from './running.ts';
import { loadedWith, state } from './testing.ts';

const exited = (exitCode: number | undefined, more: Partial<ServiceState> = {}) =>
  state({ state: 'exited', exitCode, ...more });

const composed = { build: false, dependsOn: [], healthcheck: false, ports: [], restart: 'no' };

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
    [
      'was stopped after a child was killed for memory',
      [exited(143, { oomKilled: true })],
      'fail EXIT_STOPPED',
    ],
    ['had a segmentation fault', [exited(139)], 'fail EXIT_CRASHED'],
    ['was stopped', [exited(143)], 'fail EXIT_STOPPED'],
    ['is a one-shot that is done', [exited(0, { oneShot: true })], 'pass OK'],
    ['is a one-shot that failed', [exited(2, { oneShot: true })], 'fail EXIT_ERROR'],
    ['is a one-shot at work', [state({ oneShot: true })], 'pass OK'],
  ])('a service that %s', (_, states, expected) => {
    const { status, code } = check.evaluate(states, { service: 'users', replicas: 1 });
    expect(`${status} ${code}`).toBe(expected);
  });

  const all = (up: number, existing: number) => ({ instances: { up, existing } });

  test.each<[string, ServiceState, number, string, string]>([
    [
      'one of two was never made',
      state(all(1, 1)),
      2,
      'fail REPLICAS_MISSING',
      'has 1 of 2 instances running',
    ],
    ['both run', state(all(2, 2)), 2, 'pass OK', 'runs in 2 instances'],
    ['three run, two are declared', state(all(3, 3)), 2, 'pass OK', 'runs in 3 instances'],
    ['three run, nothing is declared', state(all(3, 3)), 1, 'pass OK', 'runs in 3 instances'],
    [
      'one of two is dead',
      exited(137, all(1, 2)),
      2,
      'fail EXIT_KILLED',
      'has 1 of 2 instances running: one has ended with exit code 137 (SIGKILL)',
    ],
    [
      'one of three by hand is dead',
      exited(1, all(2, 3)),
      1,
      'fail EXIT_ERROR',
      'has 2 of 3 instances running: one has ended with exit code 1',
    ],
    [
      'none of two exists',
      state({ state: 'missing', ...all(0, 0) }),
      2,
      'fail SERVICE_MISSING',
      'does not exist',
    ],
    [
      'it is turned off',
      state({ state: 'missing', ...all(0, 0) }),
      0,
      'skip SKIPPED',
      'is declared with 0 replicas, and nothing of it exists',
    ],
    ['it is turned off and runs', state(all(1, 1)), 0, 'pass OK', 'runs'],
    [
      'it is turned off and has crashed',
      exited(1, all(0, 1)),
      0,
      'fail EXIT_ERROR',
      'has ended with exit code 1',
    ],
    [
      'one-shots: one of two',
      exited(0, { oneShot: true, ...all(1, 1) }),
      2,
      'fail REPLICAS_MISSING',
      'has 1 of 2 instances running',
    ],
    ['one process, whatever is declared', state(), 2, 'pass OK', 'runs'],
  ])('instances: %s', (_, seen, replicas, expected, said) => {
    const { status, code, message } = check.evaluate([seen], { service: 'users', replicas });
    expect([`${status} ${code}`, message]).toEqual([expected, said]);
  });

  test('what is turned off is looked at by no other check of its level', () => {
    const compose = {
      services: { users: { ...composed, replicas: 2 }, old: { ...composed, replicas: 0 } },
      inactive: {},
      awaitedToEnd: [],
      volumes: [],
    };
    const loaded = loadedWith({}, { services: ['users', 'old'], compose });
    expect(check.instances(loaded).map(({ expectation }) => expectation)).toEqual([
      { service: 'users', replicas: 2 },
      { service: 'old', replicas: 0 },
    ]);
    expect(healthy.instances(loaded).map(({ subject }) => subject)).toEqual(['users']);
  });

  test('what is dead is made anew, as it does not start again', () => {
    const { fixes } = check.evaluate([state({ state: 'dead' })], { service: 'users', replicas: 1 });
    expect(fixes?.map(({ act }) => act)).toEqual([{ action: 'recreate', service: 'users' }]);
  });

  test('names the signal behind the exit code', () => {
    expect(check.evaluate([exited(137)], { service: 'users', replicas: 1 }).message).toBe(
      'has ended with exit code 137 (SIGKILL)',
    );
  });

  test.each<[string, Partial<ServiceState>, RegExp, number]>([
    [
      'has a limit',
      { memoryLimitBytes: 2 ** 24 },
      /killed from outside, or out of memory at its limit of 16 MiB/,
      3,
    ],
    ['has no limit', {}, /\(SIGKILL\)$/, 2],
    ['was told of', { memoryLimitBytes: 2 ** 24, oomKilled: true }, /for want of memory$/, 2],
  ])('of one that was killed, and %s, it says what may have been why', (_, more, said, count) => {
    const found = check.evaluate([exited(137, more)], { service: 'users', replicas: 1 });
    expect(found.message).toMatch(said);
    expect(found.fixes).toHaveLength(count);
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

test('what is killed for want of memory again and again needs more of it, or less', () => {
  const looping = state({ state: 'restarting', restarts: 6, exitCode: 137, oomKilled: true });
  expect(check.evaluate([looping], { service: looping.service, replicas: 1 }).fixes?.[0]).toEqual({
    text: check.codes.EXIT_OOM.fix,
  });
});
