import { describe, expect, test } from 'vitest';
import { loadedWith, smallCheck } from '../../tests/support/small-plan.ts';
import { createPlan } from '../engine/plan.ts';
import type { CheckResult } from '../model/result.ts';
import type { ServiceState } from '../model/stack.ts';
import { dueChecks } from './due-checks.ts';
import { DEFAULT_RULES, HOST } from './machine/rules.ts';
import { emptyState, unseen } from './machine/state.ts';
import { setupOf } from './setup-of.ts';
import { sightingsOf } from './sightings-of.ts';

const loaded = loadedWith({ db: [], api: ['db'], web: ['api'] });
const services = ['db', 'api', 'web'].map(subject => ({ subject }));
const database = { name: 'main', endpoint: { service: 'db', port: 5432 }, tls: false };
const plan = createPlan(loaded, [
  smallCheck('containers.running', services),
  smallCheck('containers.healthy', services),
  smallCheck('containers.logs', services),
  smallCheck('containers.restarts', services),
  smallCheck('containers.disk', [{ subject: 'stack' }]),
  smallCheck('database.connect', [{ subject: 'main', params: { target: database } as never }]),
  smallCheck('api.status', [{ subject: 'list' }]),
  smallCheck('auth.login', [{ subject: 'user' }]),
]);

const state = (service: string, more: Partial<ServiceState> = {}): ServiceState => ({
  service,
  state: 'running',
  health: 'healthy',
  oomKilled: false,
  restarts: 0,
  image: 'x',
  ports: {},
  oneShot: false,
  ...more,
});

/** All green, but for these. */
function seen(changes: Record<string, Partial<CheckResult>>, states: readonly ServiceState[] = []) {
  const results = plan.checks.map(
    ({ id, check, level, instance }): CheckResult => ({
      id,
      check: check.id,
      subject: instance.subject,
      level,
      title: id,
      severity: 'error',
      tags: [],
      status: 'pass',
      code: 'OK',
      message: 'well',
      fixes: [],
      attempts: 1,
      durationMs: 1,
      ...changes[id],
    }),
  );
  return sightingsOf(plan, loaded, { results, services: states });
}

const fail = (code = 'BROKEN', more: Partial<CheckResult> = {}) =>
  ({ status: 'fail', code, message: code, ...more }) as const;
const blocked = (rootBlocker: string) => ({ status: 'blocked', code: 'BLOCKED', rootBlocker }) as const;
const start = [{ text: 'Start it.', command: 'start', act: { action: 'start', service: 'api' } }] as const;

describe('what a cycle says of a subject', () => {
  test('all is up when all is green', () => {
    expect(new Set(Object.values(seen({})).map(({ is }) => is))).toEqual(new Set(['up']));
    expect(Object.keys(seen({}))).toContain(HOST);
  });

  const late = fail('UNHEALTHY', { message: 'is unhealthy; it says: Health check exceeded timeout (2s)' });

  test.each<[string, Record<string, Partial<CheckResult>>, string, object]>([
    [
      'one that answers, and whose health check ran out of time',
      { 'containers.healthy:db': late },
      'db',
      { is: 'unsure' },
    ],
    [
      'one that does not answer either',
      { 'containers.healthy:db': late, 'database.connect:main': fail('TIMEOUT') },
      'db',
      { is: 'down' },
    ],
    [
      'one that answers, and whose health check fails',
      { 'containers.healthy:db': fail('UNHEALTHY') },
      'db',
      { is: 'down' },
    ],
    [
      'one that nobody asked, and whose health check ran out of time',
      { 'containers.healthy:api': late },
      'api',
      { is: 'down' },
    ],
    [
      'a service that ended',
      { 'containers.running:api': fail('EXIT_KILLED', { fixes: start }) },
      'api',
      { is: 'down', act: { action: 'start', service: 'api' } },
    ],
    [
      'one that is sick, and has a check that is green',
      { 'containers.healthy:api': fail('UNHEALTHY') },
      'api',
      { is: 'down' },
    ],
    [
      'one that says it starts',
      { 'containers.healthy:api': fail('HEALTH_STARTING') },
      'api',
      { is: 'starting' },
    ],
    [
      'one whose command is missing',
      { 'containers.running:api': fail('EXIT_BAD_COMMAND') },
      'api',
      { is: 'down', hopeless: 'its command cannot be run' },
    ],
    [
      'one whose log shows a wrong configuration',
      {
        'containers.running:api': fail('EXIT_ERROR', {
          cause: 'a variable is missing',
          diagnosis: { causes: ['missing-variable'], because: [], log: [] },
        }),
      },
      'api',
      { is: 'down', hopeless: 'a variable is missing' },
    ],
    [
      'one that fails because of another',
      { 'containers.running:db': fail(), 'containers.healthy:api': blocked('containers.running:db') },
      'api',
      { is: 'blocked', by: 'db' },
    ],
    [
      'one that only an earlier restart excuses',
      { 'containers.restarts:api': fail(), 'containers.healthy:api': blocked('containers.restarts:api') },
      'api',
      { is: 'down' },
    ],
    [
      'one that only an earlier restart of another excuses',
      {
        'containers.restarts:db': fail(),
        'containers.running:api': {
          ...blocked('containers.restarts:db'),
          message: 'blocked by x; seen: has ended',
        },
      },
      'api',
      { is: 'down', cause: { message: 'has ended' } },
    ],
    [
      'one that could not be looked at',
      { 'containers.healthy:api': { status: 'error', code: 'X' } },
      'api',
      { is: 'unsure' },
    ],
    [
      'one whose root could not be looked at',
      {
        'containers.running:db': { status: 'error', code: 'X' },
        'containers.healthy:api': blocked('containers.running:db'),
      },
      'api',
      { is: 'unsure' },
    ],
    [
      'a warning is well',
      { 'containers.healthy:api': { status: 'warn', code: 'NO_HEALTHCHECK' } },
      'api',
      { is: 'up' },
    ],
    [
      'lines of a log are no failure of the service',
      { 'containers.logs:api': fail() },
      'api',
      { is: 'up', dependentsFail: false },
    ],
    ['they are one of their own', { 'containers.logs:api': fail() }, 'containers.logs:api', { is: 'down' }],
    [
      'what stands on it fails',
      { 'containers.healthy:api': fail() },
      'db',
      { is: 'up', dependentsFail: true },
    ],
    [
      'the disk is a matter of the host',
      { 'containers.disk:stack': fail('DISK_FULL') },
      HOST,
      { is: 'down' },
    ],
  ])('%s', (_, changes, key, expected) => {
    expect(seen(changes)[key]).toMatchObject(expected);
  });

  test('what was skipped is neither well nor bad', () => {
    const skip = { status: 'skip', code: 'SKIPPED' } as const;
    expect(seen({ 'auth.login:user': skip })['auth.login:user']).toEqual({ is: 'skipped' });
  });

  test('the engine tells more of a service than the checks do', () => {
    const startedAt = '2026-01-01T00:00:00Z';
    const restarting = state('api', { state: 'restarting', restarts: 4, startedAt, imageCurrent: false });
    expect(seen({ 'containers.running:api': fail('CRASH_LOOP') }, [restarting]).api).toMatchObject({
      is: 'down',
      restarting: true,
      restarts: 4,
      startedAt: Date.parse(startedAt),
      imageChanged: true,
      ended: false,
    });
  });

  test('what the engine counts is of all containers of a service, whichever of them is the worst now', () => {
    const startedAt = '2026-01-01T00:00:00Z';
    const instances = { up: 1, existing: 2, restarts: 5, startedAt };
    const worst = state('api', {
      state: 'exited',
      restarts: 1,
      startedAt: '2025-12-31T00:00:00Z',
      instances,
    });
    expect(seen({ 'containers.running:api': fail() }, [worst]).api).toMatchObject({
      restarts: 5,
      startedAt: Date.parse(startedAt),
    });
  });

  test('one that cannot be made because its image is missing is hopeless', () => {
    const created = state('api', { state: 'created', startError: 'No such image: x' });
    expect(seen({ 'containers.running:api': fail('NOT_STARTED') }, [created]).api).toMatchObject({
      hopeless: 'No such image: x',
      ended: true,
    });
  });
});

describe('the setup', () => {
  test('databases hold data, by their target or by their image', () => {
    const compose = {
      services: Object.fromEntries(
        Object.entries({ db: 'docker.io/library/postgres:17', api: 'shop-api:1', web: 'nginx' }).map(
          ([name, image]) => [
            name,
            { image, build: false, dependsOn: [], healthcheck: false, ports: [], replicas: 1, restart: 'no' },
          ],
        ),
      ),
      inactive: {},
      awaitedToEnd: [],
      volumes: [],
    };
    const { subjects } = setupOf({ ...loaded, compose }, plan, false);
    expect(subjects).toMatchObject({
      db: { kind: 'service', stateful: true, startMs: 300_000, policy: 'auto' },
      api: { kind: 'service', stateful: false, startMs: 60_000, dependsOn: ['db'] },
      'api.status:list': { kind: 'check' },
      [HOST]: { kind: 'host', policy: 'off' },
    });
  });

  test('a dry run only says what it would do', () => {
    expect(setupOf(loaded, plan, true).subjects.api?.policy).toBe('suggest');
  });
});

describe('what is due', () => {
  const now = 10_000_000;
  const due = (ago: number, change: (before: ReturnType<typeof emptyState>) => void = () => undefined) => {
    const before = emptyState('x');
    change(before);
    const lookedAt = new Map(plan.checks.map(({ id }) => [id, now - ago]));
    return dueChecks(plan, loaded, DEFAULT_RULES, before, lookedAt, now).map(({ id }) => id);
  };

  test('everything at first, then most at each interval, what makes users each quarter of an hour', () => {
    expect(dueChecks(plan, loaded, DEFAULT_RULES, emptyState('x'), new Map(), now)).toHaveLength(
      plan.checks.length,
    );
    expect(due(30_000)).not.toContain('auth.login:user');
    expect(due(30_000)).toContain('containers.running:api');
    expect(due(1000)).toEqual([]);
    expect(due(900_000)).toContain('auth.login:user');
  });

  test('what is in doubt soon, what was given up seldom', () => {
    const phase = (key: string, of: 'suspect' | 'open') => (before: ReturnType<typeof emptyState>) => {
      before.subjects[key] = { ...unseen(0), phase: of };
    };
    expect(due(60_000, phase('auth.login:user', 'suspect'))).toContain('auth.login:user');
    expect(due(60_000, phase('api', 'open'))).not.toContain('containers.running:api');
    expect(due(900_000, phase('api', 'open'))).toContain('containers.running:api');
    const started = (before: ReturnType<typeof emptyState>) => {
      before.subjects.api = { ...unseen(0), phase: 'open', deadline: now + 1 };
    };
    expect(due(60_000, started)).toContain('containers.running:api');
  });

  test('what waits for something that is up again soon, whatever stands between them', () => {
    const waiting = (root: 'verifying' | 'open') => (before: ReturnType<typeof emptyState>) => {
      before.subjects.api = { ...unseen(0), phase: root };
      before.subjects['auth.register:user'] = { ...unseen(0), phase: 'blocked', blockedBy: 'api' };
      before.subjects['auth.login:user'] = {
        ...unseen(0),
        phase: 'blocked',
        blockedBy: 'auth.register:user',
      };
    };
    expect(due(60_000, waiting('verifying'))).toContain('auth.login:user');
    expect(due(60_000, waiting('open'))).not.toContain('auth.login:user');
  });
});
