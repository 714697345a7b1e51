import { describe, expect, test } from 'vitest';
import { loadedWith, smallCheck, smallRun } from '../../tests/support/small-plan.ts';
import { fail, pass, warn } from '../levels/verdict.ts';
import type { Stack } from '../model/stack.ts';
import type { Verdict } from '../model/verdict.ts';
import { webTarget } from '../probes/testing.ts';

const broken = () => fail('BROKEN', 'it is broken');

test('a failure is put down to what excuses it only when that fails too', async () => {
  const checks = (look: () => unknown) => [
    smallCheck('containers.running', [{ subject: 'db', look }]),
    smallCheck('api.b', [{ subject: 'x', look: broken, excusedBy: ['containers.running:db'] }]),
  ];
  const well = smallRun(checks(() => pass('well')));
  expect(await well.run.result('api.b:x')).toMatchObject({ status: 'fail', code: 'BROKEN' });
  const down = smallRun(checks(broken));
  expect(await down.run.result('api.b:x')).toMatchObject({
    status: 'blocked',
    rootBlocker: 'containers.running:db',
  });
});

test('a service that fails is put down to the service it stands on', async () => {
  const { run } = smallRun(
    [
      smallCheck('containers.running', [
        { subject: 'web', look: broken },
        { subject: 'db', look: broken },
      ]),
    ],
    { loaded: loadedWith({ web: ['db'], db: [] }) },
  );
  expect(await run.result('containers.running:web')).toMatchObject({
    status: 'blocked',
    rootBlocker: 'containers.running:db',
  });
});

describe('a service that has ended', () => {
  const MISSING = "ModuleNotFoundError: No module named 'flask'";
  const REFUSED =
    'psycopg2.OperationalError: connection to server at "db", port 5432 failed: Connection refused';
  const BEHIND = 'sqlalchemy.exc.ProgrammingError: relation "users" does not exist';
  const OTHER = 'ValueError: bad setting';

  const outcome = async (log: readonly string[], below: string) => {
    const checks = [
      smallCheck('containers.running', [{ subject: 'web', look: broken, excusedBy: [below] }]),
      smallCheck(below.slice(0, below.indexOf(':')), [{ subject: 'db', look: broken }]),
    ];
    const stack = { command: () => 'logs', logs: async () => log } as unknown as Stack;
    const loaded = loadedWith({ web: [], db: [] });
    const result = await smallRun(checks, { loaded, stack }).run.result('containers.running:web');
    return result.rootBlocker ?? result.status;
  };

  test.each([
    ['names what it lacks itself', [MISSING], 'database.connect:db', 'fail'],
    ['could not reach it', [REFUSED], 'database.connect:db', 'database.connect:db'],
    [
      'went on after a file was missing',
      ['open() "/a" failed (2: No such file)', REFUSED],
      'database.connect:db',
      'database.connect:db',
    ],
    ['says nothing that is known', ['bye'], 'database.connect:db', 'database.connect:db'],
    ['misses a table', [BEHIND], 'database.migrations:db', 'database.migrations:db'],
    ['says nothing', [], 'database.migrations:db', 'database.migrations:db'],
    ['met something else than the schema', [OTHER], 'database.migrations:db', 'fail'],
    ['met an error while it could not connect either', [OTHER], 'database.connect:db', 'database.connect:db'],
  ])('and %s', async (_, log, below, expected) => {
    expect(await outcome(log, below)).toBe(expected);
  });
});

test('what somebody did to a service is a root, whatever is wrong below it', async () => {
  const { run } = smallRun(
    [
      smallCheck('containers.running', [
        { subject: 'web', look: () => fail('EXIT_CLEAN', 'stopped', { byHand: true }) },
        { subject: 'db', look: () => fail('SERVICE_PAUSED', 'paused', { byHand: true }) },
      ]),
    ],
    { loaded: loadedWith({ web: ['db'], db: [] }) },
  );
  expect((await run.result('containers.running:web')).status).toBe('fail');
  expect((await run.result('containers.running:db')).status).toBe('fail');
});

test('what is over explains lines of a log, and no failure that is there now', async () => {
  const { run } = smallRun(
    [
      smallCheck('containers.running', [{ subject: 'web', look: broken }]),
      smallCheck('containers.restarts', [
        { subject: 'db', look: () => fail('RESTARTED', 'five minutes ago', { isOver: true }) },
      ]),
      smallCheck('containers.logs', [{ subject: 'db', look: broken, excusedBy: ['containers.restarts:db'] }]),
    ],
    { loaded: loadedWith({ web: ['db'], db: [] }) },
  );
  const roots = await Promise.all(
    ['containers.running:web', 'containers.logs:db'].map(async id => (await run.result(id)).rootBlocker),
  );
  expect(roots).toEqual([undefined, 'containers.restarts:db']);
});

const at = (name: string) => ({ target: webTarget(1, { name }) }) as never;
const down = () => fail('BROKEN', '502', { mark: { cause: 'backend-down' } });

test('failures of one target with the same mark are put down to the first of them', async () => {
  const { run } = smallRun([
    smallCheck('api.a', [
      { subject: 'x', params: at('web'), look: broken },
      { subject: 'y', params: at('web'), look: down },
    ]),
    smallCheck('auth.b', [{ subject: 'x', params: at('web'), look: down }]),
    smallCheck('realtime.c', [
      { subject: 'elsewhere', params: at('other'), look: down },
      { subject: 'unmarked', params: at('web'), look: broken },
    ]),
  ]);
  const roots = await Promise.all(
    ['api.a:y', 'auth.b:x', 'realtime.c:elsewhere', 'realtime.c:unmarked'].map(
      async id => (await run.result(id)).rootBlocker,
    ),
  );
  expect(roots).toEqual([undefined, 'api.a:y', undefined, undefined]);
});

test('a warning of what was answered as a failure was is put down to that failure', async () => {
  const { run } = smallRun([
    smallCheck('api.a', [{ subject: 'x', params: at('web'), look: down }]),
    smallCheck('api.warns', [
      {
        subject: 'same',
        params: at('web'),
        look: () => warn('SO_SO', 'a', { mark: { cause: 'backend-down' } }),
      },
      { subject: 'own', params: at('web'), look: () => warn('SO_SO', 'b') },
    ]),
  ]);
  await run.result('api.a:x');
  expect(await run.result('api.warns:same')).toMatchObject({ status: 'blocked', rootBlocker: 'api.a:x' });
  expect(await run.result('api.warns:own')).toMatchObject({ status: 'warn' });
});

test('a page that everything is answered with is one cause, whatever the paths begin with', async () => {
  const page = (path: string, cause: string) => ({
    cause: `page for ${path}`,
    prefix: path,
    whole: { cause, request: path },
  });
  const rootOf = async (third: string) => {
    const lost = (path: string, cause: string) => () => fail('BROKEN', 'a page', { mark: page(path, cause) });
    const { run } = smallRun([
      smallCheck('api.a', [
        { subject: 'home', params: at('web'), look: () => pass('meant', {}, page('', 'same')) },
        { subject: 'users', params: at('web'), look: lost('users', 'same') },
        { subject: 'login', params: at('web'), look: lost('login', third) },
      ]),
    ]);
    await Promise.all(['home', 'users'].map(name => run.result(`api.a:${name}`)));
    return (await run.result('api.a:login')).rootBlocker;
  };
  expect(await rootOf('same')).toBe('api.a:users');
  expect(await rootOf('another')).toBeUndefined();
});

describe('something that says the same to everybody', () => {
  const says = (request: string, cause = 'same') => fail('BROKEN', 'no', { mark: { cause, request } });
  const rootsOf = async (...verdicts: Verdict[]) => {
    const { run } = smallRun([
      smallCheck(
        'api.body',
        verdicts.map((verdict, nth) => ({ subject: `${nth}`, params: at('web'), look: () => verdict })),
      ),
    ]);
    const results = await Promise.all(verdicts.map((_, nth) => run.result(`api.body:${nth}`)));
    return results.map(({ rootBlocker }) => rootBlocker);
  };

  test('is one cause', async () => {
    const root = 'api.body:0';
    expect(await rootsOf(says('/x'), says('/y'), says('/z'))).toEqual([undefined, root, root]);
  });

  test('is not there when anything else was said, be it well', async () => {
    const well = pass('well', {}, { cause: 'other', request: '/w' });
    expect(await rootsOf(says('/x'), says('/y'), says('/z'), well)).not.toContain('api.body:0');
  });

  test('is one cause as well where only paths that begin alike are answered so', async () => {
    const under = (prefix: string, request: string, cause: string) =>
      fail('BROKEN', 'no', { mark: { cause, request, prefix } });
    const well = pass('well', {}, { cause: 'other', request: '/auth', prefix: 'auth' });
    const lost = ['/users', '/users/1', '/users/2'].map(request => under('users', request, 'same'));
    expect(await rootsOf(well, ...lost)).toEqual([undefined, undefined, 'api.body:1', 'api.body:1']);
    expect(await rootsOf(well, ...lost, under('users', '/users/3', 'else'))).not.toContain('api.body:1');
  });

  test('does not show in two answers, nor in many to one request', async () => {
    expect(await rootsOf(says('/x'), says('/y'))).toEqual([undefined, undefined]);
    expect(await rootsOf(says('/x'), says('/x'), says('/x'))).not.toContain('api.body:0');
  });
});

test('what was not asked for is not looked at to find a common cause', async () => {
  const { run, looks } = smallRun([
    smallCheck('api.a', [{ subject: 'x', params: at('web'), look: down }]),
    smallCheck('auth.b', [{ subject: 'x', params: at('web'), look: down }]),
  ]);
  expect((await run.result('auth.b:x')).status).toBe('fail');
  expect(looks).toHaveLength(1);
});
