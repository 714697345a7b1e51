import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { findProcess, listProcesses, processesFromPs } from './process-table.ts';

test('knows this process', () => {
  const own = findProcess(process.pid);
  expect(own).toMatchObject({ pid: process.pid, parent: process.ppid });
  expect(own?.residentBytes()).toBeGreaterThan(20_000_000);
  expect(own?.cpuMs).toBeGreaterThan(0);
  expect(listProcesses().map(({ pid }) => pid)).toContain(process.pid);
});

test('tells the same from ps, as on macOS', () => {
  const own = findProcess(process.pid);
  const [other] = processesFromPs(process.pid);
  expect(other).toMatchObject({ pid: process.pid, parent: own?.parent, group: own?.group });
  expect(other?.startTime).toMatch(/\d{4}$/);
  expect(other?.residentBytes()).toBeGreaterThan(20_000_000);
  expect(processesFromPs().length).toBeGreaterThan(2);
});

test('a process that ended is none, and one that is stopped is', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const { pid = 0 } = child;
  child.kill('SIGSTOP');
  await expect.poll(() => findProcess(pid)?.state, { timeout: 30_000 }).toBe('T');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(findProcess(pid)).toBeUndefined();
  expect(processesFromPs(pid)).toEqual([]);
});
