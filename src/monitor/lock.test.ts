import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { thisMachine } from '../runtimes/processes/machine.ts';
import { identityOf } from '../runtimes/processes/process-tree.ts';
import { isHeldHere, otherFileOf, readHolder, runningMonitor, takeLock } from './lock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'failsafe-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

const hold = (holder: object) => writeFile(join(folder, 'lock.json'), JSON.stringify(holder));

test('there is one at a time, and the next one when it is given back', async () => {
  const release = takeLock(folder, 'failsafe.yaml');
  expect(runningMonitor(folder)?.pid).toBe(process.pid);
  expect(() => takeLock(folder, 'failsafe.yaml')).toThrow(
    `a monitor of this project runs already: process ${process.pid}`,
  );
  release();
  expect(readHolder(folder)).toBeUndefined();
  takeLock(folder, 'failsafe.yaml')();
  expect(await readdir(folder)).toEqual([]);
});

test('who holds it knows when it is gone, or another has it', async () => {
  takeLock(folder, 'failsafe.yaml');
  expect(isHeldHere(folder)).toBe(true);
  await hold({ pid: 1, startTime: '1', machine: 'elsewhere', since: '' });
  expect(isHeldHere(folder)).toBe(false);
  await rm(join(folder, 'lock.json'));
  expect(isHeldHere(folder)).toBe(false);
});

test('it is stolen from one that was killed, also when its pid is used again', async () => {
  const child = spawn('sleep', ['60']);
  const identity = identityOf(child.pid ?? 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await hold({ ...identity, machine: thisMachine(), since: 'then' });
  takeLock(folder, 'failsafe.yaml')();
  await hold({ pid: process.pid, startTime: 'another process', machine: thisMachine(), since: 'then' });
  expect(runningMonitor(folder)).toBeUndefined();
  takeLock(folder, 'failsafe.yaml')();
});

test('it is stolen from one of an earlier boot, not from one of another machine', async () => {
  const [, namespace] = thisMachine().split(' ');
  await hold({ pid: 1, startTime: '1', machine: `an-earlier-boot ${namespace}`, since: 'then' });
  takeLock(folder, 'failsafe.yaml')();
  await hold({ pid: 1, startTime: '1', machine: 'elsewhere pid:[1]', since: 'then' });
  expect(() => takeLock(folder, 'failsafe.yaml')).toThrow('on another machine, or in another container');
});

test('it is stolen from one elsewhere that has been silent for long, such as a container that was killed', async () => {
  const file = join(folder, 'lock.json');
  await hold({ pid: process.pid, startTime: '1', machine: 'elsewhere pid:[1]', since: 'then' });
  expect(isHeldHere(folder)).toBe(false);
  await utimes(file, 0, Date.now() / 1000 - 50);
  expect(() => takeLock(folder, 'failsafe.yaml')).toThrow('in another container');
  await utimes(file, 0, Date.now() / 1000 - 70);
  expect(runningMonitor(folder)).toBeUndefined();

  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const release = takeLock(folder, 'failsafe.yaml');
  await utimes(file, 0, 0);
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
  expect((await stat(file)).mtimeMs).toBeGreaterThan(Date.now() - 10_000);
  release();
});

test('it is not stolen from one that is stopped', async () => {
  const child = spawn('sleep', ['60']);
  try {
    await hold({ ...identityOf(child.pid ?? 0), machine: thisMachine(), since: 'then' });
    child.kill('SIGSTOP');
    expect(() => takeLock(folder, 'failsafe.yaml')).toThrow('runs already');
  } finally {
    child.kill('SIGKILL');
  }
});

test('a monitor speaks for the file that it follows, and for no other of the same folder', () => {
  const release = takeLock(folder, '/srv/shop/staging.yaml');
  try {
    const holder = runningMonitor(folder);
    expect(otherFileOf(holder, '/srv/shop/staging.yaml')).toBeUndefined();
    expect(otherFileOf(holder, '/srv/shop/failsafe.yaml')).toBe('staging.yaml');
    expect(() => takeLock(folder, '/srv/shop/failsafe.yaml')).toThrow(
      `process ${process.pid}, follows staging.yaml, not failsafe.yaml`,
    );
  } finally {
    release();
  }
});
