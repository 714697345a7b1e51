import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProblemError } from '../model/problem.ts';
import { guarded } from './guarded.ts';

const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
let before: typeof process.exitCode;
beforeEach(() => {
  before = process.exitCode;
  told.mockClear();
});
afterEach(() => {
  process.exitCode = before;
});

const run = async (command: () => Promise<number>) => {
  await guarded(command);
  const exitCode = process.exitCode;
  process.exitCode = before;
  return { exitCode, text: told.mock.calls.map(([text]) => text).join('') };
};

test('the code that a command gives', async () => {
  expect(await run(async () => 1)).toEqual({ exitCode: 1, text: '' });
});

test('a problem is told and gives 2', async () => {
  const { exitCode, text } = await run(async () => {
    throw new ProblemError([{ code: 'SOME_CODE', message: 'said so' }]);
  });
  expect({ exitCode, text }).toEqual({ exitCode: 2, text: expect.stringMatching(/SOME_CODE[\s\S]*said so/) });
  expect(text).not.toContain('guarded.test.ts');
});

test('anything else is a defect, gives 2 and not 1, and shows its stack', async () => {
  const { exitCode, text } = await run(async () => {
    throw new TypeError('cannot read it');
  });
  expect(exitCode).toBe(2);
  expect(text).toMatch(/defect of failsafe[\s\S]*TypeError: cannot read it[\s\S]*guarded\.test\.ts/);
});

test('a command that waits for nothing but a deadline lives to see it', () => {
  const module = new URL('./guarded.ts', import.meta.url).href;
  const script = `const { guarded } = await import(${JSON.stringify(module)});
    await guarded(() => new Promise(resolve => {
      AbortSignal.timeout(100).addEventListener('abort', () => resolve(1));
    }));`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  expect({ status, stderr: stderr.toString() }).toEqual({ status: 1, stderr: '' });
});
