import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { lockProject, operationAtWork } from '../src/operations/lock.ts';

test('an operation is at work from its lock to its end, or the end of its process', async () => {
  const root = await mkdtemp(join(tmpdir(), 'failsafe-lock-'));
  try {
    expect(operationAtWork(root)).toBeUndefined();
    const release = await lockProject(root, 'deploy');
    expect(operationAtWork(root)).toBe('deploy');
    await expect(lockProject(root, 'restart')).rejects.toMatchObject({
      problems: [{ code: 'OPERATION_RUNS', message: expect.stringContaining('failsafe deploy') }],
    });
    await release();
    expect(operationAtWork(root)).toBeUndefined();

    const child = execa('sleep', ['100']);
    await mkdir(join(root, '.failsafe/lock'), { recursive: true });
    const holder = { pid: child.pid, host: hostname(), operation: 'restore', since: 'then' };
    await writeFile(join(root, '.failsafe/lock/operation.json'), JSON.stringify(holder));
    expect(operationAtWork(root)).toBe('restore');
    child.kill('SIGKILL');
    await child.catch(() => undefined);
    expect(operationAtWork(root)).toBeUndefined();
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
