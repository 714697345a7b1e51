import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { loadedWith, smallCheck, smallRun } from '../../tests/support/small-plan.ts';
import { fail } from '../levels/verdict.ts';
import type { LogRange, Stack } from '../model/stack.ts';

const loaded = loadedWith({ web: ['db'], db: [] });

/** A run whose services have said this. */
function having(logs: Record<string, string[]>, check: string, verdict: ReturnType<typeof fail>) {
  const read: [service: string, range: LogRange][] = [];
  const stack = {
    command: (action: string, service: string) => `${action} ${service}`,
    logs: async (service: string, range: LogRange) => {
      read.push([service, range]);
      if (logs[service] === undefined) throw new Error('no log');
      return logs[service];
    },
  } as unknown as Stack;
  const checks = [smallCheck(check, [{ subject: 'web', look: () => verdict }])];
  const { run } = smallRun(checks, { loaded, stack });
  return { read, result: () => run.result(`${check}:web`) };
}

test('a service that has ended tells why in the end of its log, whenever that was', async () => {
  const line = "ModuleNotFoundError: No module named 'flask'";
  const { read, result } = having(
    { web: ['starting', line] },
    'containers.running',
    fail('BROKEN', 'has ended'),
  );
  expect(await result()).toMatchObject({
    code: 'BROKEN',
    cause: expect.stringContaining('web imports flask'),
    diagnosis: { causes: ['missing-module', 'uncaught-error'], because: [`web: ${line}`] },
    fixes: [{ text: expect.stringContaining('Add flask') }],
  });
  expect(read).toEqual([['web', { tail: 60 }]]);
});

test('who was killed from outside tells nothing of why, whatever it had met before', async () => {
  const logs = { web: ['BrokenPipeError: [Errno 32] Broken pipe'] };
  const killed = fail('BROKEN', 'killed', { evidence: { exitCode: 137, oomKilled: false } });
  const { result } = having(logs, 'containers.running', killed);
  expect((await result()).diagnosis).toMatchObject({ causes: [], log: logs.web });
});

test('of a service that has ended only what it said in its last minute counts', async () => {
  const finishedAt = new Date(Date.now() - 300_000).toISOString();
  const ended = fail('BROKEN', 'has ended', { evidence: { state: 'exited', exitCode: 1, finishedAt } });
  const { read, result } = having({ web: [] }, 'containers.running', ended);
  await result();
  expect(read[0]?.[1].withinMs).toBeGreaterThanOrEqual(360_000);
  expect(read[0]?.[1].withinMs).toBeLessThan(370_000);
});

test('when nothing explains it the code speaks, and the last lines are shown', async () => {
  const { result } = having({ web: ['1', '2', '3', '4'] }, 'containers.running', fail('BROKEN', 'no'));
  expect(await result()).toMatchObject({
    cause: 'it broke',
    diagnosis: { causes: [], because: [], log: ['2', '3', '4'] },
  });
});

test('a log that cannot be read costs nothing but itself', async () => {
  const { result } = having({}, 'containers.running', fail('BROKEN', 'no'));
  expect(await result()).toMatchObject({ cause: 'it broke', diagnosis: { causes: [], log: [] } });
});

test('what somebody did is explained, and an answer that is merely wrong is no error of the server', async () => {
  for (const [check, code] of [
    ['containers.running', 'SERVICE_PAUSED'],
    ['api.status', 'HTTP_STATUS'],
  ] as const) {
    const { read, result } = having({ web: ["KeyError: 'X'"] }, check, fail(code as 'BROKEN', 'no'));
    expect((await result()).diagnosis).toBeUndefined();
    expect(read).toEqual([]);
  }
});

test('what is late on a machine that has too much to do is put down to that', async () => {
  const { loadavg } = os;
  const measured = (load: number) => {
    os.loadavg = () => [load, load, load];
    syncBuiltinESMExports();
  };
  onTestFinished(() => {
    os.loadavg = loadavg;
    syncBuiltinESMExports();
  });
  const causes = async (code: string) => {
    const { result } = having({}, 'api.latency', fail(code as 'BROKEN', 'late'));
    return (await result()).diagnosis?.causes;
  };
  measured(1000);
  expect(await causes('HTTP_SLOW')).toEqual(['busy-machine']);
  expect(await causes('HTTP_STATUS')).toBeUndefined();
  measured(0);
  expect(await causes('HTTP_SLOW')).toBeUndefined();
});

test('what the evidence shows of two is one cause, and the log that is full of it no cause of its own', async () => {
  const crash = () => fail('SERVER_ERROR', 'answered 500');
  const stack = {
    command: () => '',
    logs: async (service: string) => (service === 'db' ? ["KeyError: 'STOCK_URL'"] : []),
  } as unknown as Stack;
  const checks = [
    smallCheck('containers.logs', [{ subject: 'db', look: () => fail('BROKEN', 'a forbidden line') }]),
    smallCheck('containers.healthy', [{ subject: 'web', look: crash }]),
    smallCheck('containers.memory', [{ subject: 'web', look: crash }]),
    smallCheck('containers.oom', [{ subject: 'db', look: () => fail('BROKEN', 'no') }]),
  ];
  const { run } = smallRun(checks, { loaded, stack });
  const ids = ['containers.logs:db', 'containers.healthy:web', 'containers.memory:web', 'containers.oom:db'];
  const seen = await Promise.all(ids.map(id => run.result(id)));
  expect(seen.map(({ status, rootBlocker }) => rootBlocker ?? status)).toEqual([
    'containers.healthy:web',
    'fail',
    'containers.healthy:web',
    'fail',
  ]);
});
