import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { smallCheck, smallRun } from '../../tests/support/small-plan.ts';
import { fail, pass, skip, warn } from '../levels/verdict.ts';
import { ProbeError } from '../model/probe-error.ts';
import { Secret } from '../model/secret.ts';
import type { Verdict } from '../model/verdict.ts';

const broken = () => fail('BROKEN', 'it is broken');
const refuse = (kind: 'target' | 'observer', code: string) => () => {
  throw new ProbeError(kind, code, 'no luck', { cause: new Error('the socket said no') });
};

test('what waits for nobody is looked at while the rest is loaded, and no rest looks before all of it is there', async () => {
  const told: string[] = [];
  const loading = Promise.withResolvers<void>();
  const knocking = Promise.withResolvers<void>();
  const { run } = smallRun(
    [
      smallCheck('containers.a', [{ subject: 'x' }], { probe: 'tcp' }),
      smallCheck('api.b', [{ subject: 'x', needs: ['containers.a:x'] }], { probe: 'http' }),
      smallCheck('database.c', [{ subject: 'x', needs: ['containers.a:x'] }], { probe: 'postgres' }),
    ],
    {
      async loadProbe(id) {
        if (id === 'http') knocking.resolve();
        if (id === 'postgres') await loading.promise;
        told.push(`${id} is there`);
        return {
          id,
          async observe() {
            told.push(`${id} looks`);
            if (id === 'tcp') await knocking.promise;
            return pass('well') as never;
          },
        };
      },
    },
  );
  const ids = ['containers.a:x', 'api.b:x', 'database.c:x'];
  await run.prepare(ids);
  const seen = run.results(ids);
  await knocking.promise;
  await sleep(20);
  expect(told).toEqual(['tcp is there', 'tcp looks', 'http is there']);
  loading.resolve();
  expect((await seen).map(({ status }) => status)).toEqual(['pass', 'pass', 'pass']);
  expect(told.slice(3)).toEqual(['postgres is there', 'http looks', 'postgres looks']);
});

test('a check passes, and is looked at once however often it is asked for', async () => {
  const { run, looks } = smallRun([smallCheck('api.a', [{ subject: 'x' }])]);
  const [first, second] = await Promise.all([run.result('api.a:x'), run.result('api.a:x')]);
  expect(first).toMatchObject({ status: 'pass', code: 'OK', attempts: 1 });
  expect(second).toEqual(first);
  expect(looks).toEqual(['api.a:x']);
});

test('a failure carries the cause and the fix of its code', async () => {
  const { run } = smallRun([smallCheck('api.a', [{ subject: 'x', look: broken }])]);
  expect(await run.result('api.a:x')).toMatchObject({
    status: 'fail',
    code: 'BROKEN',
    cause: 'it broke',
    fixes: [{ text: 'mend it' }],
  });
});

test('an act of a fix becomes the command of the runtime', async () => {
  const look = () =>
    fail('BROKEN', 'no', { fixes: [{ text: 'start it', act: { action: 'start', service: 'db' } }] });
  const { run } = smallRun([smallCheck('api.a', [{ subject: 'x', look }])]);
  expect((await run.result('api.a:x')).fixes).toEqual([
    { text: 'start it', command: 'start db', act: { action: 'start', service: 'db' } },
  ]);
});

test('what needs a failed check is blocked, not looked at, and names the first failure', async () => {
  const { run, looks } = smallRun([
    smallCheck('containers.a', [{ subject: 'x', look: broken }]),
    smallCheck('api.b', [{ subject: 'x', needs: ['containers.a:x'] }]),
    smallCheck('system.c', [{ subject: 'x', needs: ['api.b:x'] }]),
  ]);
  expect(await run.result('system.c:x')).toMatchObject({
    status: 'blocked',
    blockedBy: 'api.b:x',
    rootBlocker: 'containers.a:x',
  });
  expect(looks).toEqual(['containers.a:x']);
});

test.each([
  ['warn', () => warn('BROKEN', 'so so')],
  ['skip', () => skip('not here')],
] as const)('a prerequisite that says %s blocks nothing', async (_, look) => {
  const { run } = smallRun([
    smallCheck('containers.a', [{ subject: 'x', look }]),
    smallCheck('api.b', [{ subject: 'x', needs: ['containers.a:x'] }]),
  ]);
  expect((await run.result('api.b:x')).status).toBe('pass');
});

test('a look that may write is not made twice because it was slow', async () => {
  const slow = () => fail('HTTP_SLOW' as 'BROKEN', 'slow');
  const attempts = async (more: object) => {
    const { run } = smallRun([smallCheck('api.a', [{ subject: 'x', look: slow, ...more }])]);
    return (await run.result('api.a:x')).attempts;
  };
  expect(await attempts({})).toBe(2);
  expect(await attempts({ unsafe: true })).toBe(1);
});

// The machine of the test may be busy itself: it is tried until it is not
test.each([
  ['a machine that kept this process waiting', 400, 'pass', 2],
  ['a quiet machine', 0, 'fail', 1],
])('on %s a timeout is looked at anew once', { retry: 20 }, async (_, spinMs, status, attempts) => {
  let looks = 0;
  const look = async () => {
    if (looks++ > 0) return pass('well');
    await sleep(60);
    for (const until = Date.now() + spinMs; Date.now() < until; );
    await sleep(60);
    throw new ProbeError('target', 'TIMEOUT', 'no answer');
  };
  const { run } = smallRun([smallCheck('api.a', [{ subject: 'x', look }])]);
  expect(await run.result('api.a:x')).toMatchObject({ status, attempts });
});

test('a target error is a failure, an observer error is none', async () => {
  const { run } = smallRun([
    smallCheck('api.a', [
      { subject: 'refused', look: refuse('target', 'ECONNREFUSED') },
      { subject: 'blind', look: refuse('observer', 'ENGINE_UNREACHABLE') },
    ]),
  ]);
  expect(await run.result('api.a:refused')).toMatchObject({
    status: 'fail',
    code: 'ECONNREFUSED',
    evidence: { causes: ['the socket said no'] },
  });
  expect(await run.result('api.a:blind')).toMatchObject({ status: 'error', code: 'ENGINE_UNREACHABLE' });
});

test('an exception is an error of its own, never a verdict on the target', async () => {
  const look = () => {
    throw new TypeError('undefined is not a function');
  };
  const { run } = smallRun([smallCheck('api.a', [{ subject: 'x', look }])]);
  expect(await run.result('api.a:x')).toMatchObject({ status: 'error', code: 'INTERNAL_ERROR' });
});

test('a check of severity warning warns, and blocks nothing', async () => {
  const { run } = smallRun([
    smallCheck('api.a', [{ subject: 'x', look: broken }], { severity: 'warning' }),
    smallCheck('api.b', [{ subject: 'x', needs: ['api.a:x'] }]),
  ]);
  expect((await run.result('api.a:x')).status).toBe('warn');
  expect((await run.result('api.b:x')).status).toBe('pass');
});

test('a check of severity warning that could not be looked at is no warning', async () => {
  const look = () => {
    throw new ProbeError('observer', 'CANCELLED', 'nobody looked');
  };
  const { run } = smallRun([smallCheck('api.a', [{ subject: 'x', look }], { severity: 'warning' })]);
  expect(await run.result('api.a:x')).toMatchObject({ status: 'error', code: 'CANCELLED' });
});

test('a probe that ignores its signal cannot hold the run up', async () => {
  const look = () => new Promise(() => undefined);
  const { run } = smallRun([smallCheck('api.a', [{ subject: 'x', look, timeoutMs: 50 }])]);
  expect(await run.result('api.a:x')).toMatchObject({ status: 'fail', code: 'TIMEOUT' });
});

test('a run that is cancelled says so, and judges nothing', async () => {
  const cancel = new AbortController();
  const look = () => {
    cancel.abort();
    return new Promise(() => undefined);
  };
  const { run } = smallRun([smallCheck('api.a', [{ subject: 'x', look }])], { signal: cancel.signal });
  expect(await run.result('api.a:x')).toMatchObject({ status: 'error', code: 'CANCELLED' });
});

test('checks that look at the same thing again share that look as well', async () => {
  let count = 0;
  const look = () => (++count < 3 ? broken() : pass('well'));
  const params = { service: 'one', tail: 1, look } as never;
  const instances = () => [{ subject: 'x', params, expectation: undefined, eventuallyMs: 5000 }];
  const { run, looks } = smallRun([
    smallCheck('api.a', [], { instances }),
    smallCheck('api.b', [], { instances }),
  ]);
  const results = await Promise.all([run.result('api.a:x'), run.result('api.b:x')]);
  expect(results.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(['pass 3', 'pass 3']);
  expect(looks).toHaveLength(3);
});

test('eventually looks again, and a pass after a retry says so', async () => {
  const verdicts = [broken(), broken(), pass('well')];
  const look = () => verdicts.shift();
  const { run, looks } = smallRun([smallCheck('api.a', [{ subject: 'x', look, eventuallyMs: 5000 }])]);
  expect(await run.result('api.a:x')).toMatchObject({
    status: 'pass',
    attempts: 3,
    message: expect.stringContaining('after retry'),
  });
  expect(looks).toHaveLength(3);
});

test.each([
  ['rows that must not be', (rows: number) => rows === 0],
  ['rows that must be', (rows: number) => rows > 0],
])('what a flow of our own makes is not seen: %s', async (_, isWell) => {
  let rows = 0;
  const flow = async () => {
    rows++;
    await sleep(300);
    rows--;
    return pass('well');
  };
  const slowly = () => sleep(400).then(() => pass('well'));
  const count = async () => (isWell(rows) ? pass(`${rows} rows`) : fail('BROKEN', `${rows} rows`));
  const loadProbe = async (id: string) =>
    ({
      id,
      ...(id === 'flow' && { writes: true }),
      ...(id === 'postgres-query' && { seesWrites: true }),
      observe: (params: { look(): Promise<Verdict> }) => params.look(),
    }) as never;
  const { run } = smallRun(
    [
      smallCheck('database.a', [{ subject: 'x', look: count }], { probe: 'postgres-query' }),
      smallCheck('database.c', [{ subject: 'x', look: slowly }]),
      smallCheck('database.d', [{ subject: 'x', look: count, needs: ['database.c:x'] }], {
        probe: 'postgres-query',
      }),
      smallCheck('system.b', [{ subject: 'x', look: flow }], { probe: 'flow' }),
    ],
    { loadProbe },
  );
  const ids = ['system.b:x', 'database.a:x', 'database.d:x'];
  const [, ...seen] = await Promise.all(ids.map(id => run.result(id)));
  const status = isWell(0) ? 'pass' : 'fail';
  expect(seen.map(one => one.status)).toEqual([status, status]);
});

test('checks with equal parameters share one look', async () => {
  const shared = { service: 'one', tail: 1, look: () => pass('well') } as never;
  const instances = () => [{ subject: 'x', params: shared, expectation: undefined }];
  const { run, looks } = smallRun([
    smallCheck('api.a', [], { instances }),
    smallCheck('api.b', [], { instances }),
  ]);
  await Promise.all([run.result('api.a:x'), run.result('api.b:x')]);
  expect(looks).toEqual(['one']);
});

test('checks whose parameters differ only in a secret look for themselves', async () => {
  const instance = (name: string) => ({
    subject: name,
    params: { service: 'one', password: new Secret(name, name), look: () => pass('well') } as never,
    expectation: undefined,
  });
  const { run, looks } = smallRun([
    smallCheck('api.a', [], { instances: () => [instance('A'), instance('B')] }),
  ]);
  await Promise.all([run.result('api.a:A'), run.result('api.a:B')]);
  expect(looks).toHaveLength(2);
});
