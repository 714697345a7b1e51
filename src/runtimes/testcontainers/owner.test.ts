import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { formatOwner, isGone, type Owner, parseOwner, thisProcess } from './owner.ts';

const here = thisProcess();
const ended = spawnSync(process.execPath, ['-e', '']).pid;

test.each<[string, Partial<Owner>, boolean]>([
  ['this process', {}, false],
  ['a process that has ended', { pid: ended }, true],
  ['another process that got its number', { started: `${here.started}0` }, true],
  ['a process of this machine before it was started again', { boot: 'another' }, true],
  ['a process of another machine', { host: 'elsewhere', pid: ended }, false],
  ['a process that counts in another container', { space: 'pid:[1]', pid: ended }, false],
])('%s', (_, change, gone) => {
  expect(isGone({ ...here, ...change })).toBe(gone);
});

test('an owner survives being a label; what is none is none', () => {
  expect(parseOwner(formatOwner(here))).toEqual(here);
  for (const text of ['', 'null', '{}', '{"pid":1}', 'somebody']) expect(parseOwner(text)).toBeUndefined();
});
