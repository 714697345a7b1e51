import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownFolder } from './own-folder.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'failsafe-own-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('a folder of its own is made, which git leaves out', async () => {
  expect(await ownFolder(root, 'reports')).toBe(join(root, '.failsafe', 'reports'));
  expect(readFileSync(join(root, '.failsafe', '.gitignore'), 'utf8')).toBe('*\n');
  await ownFolder(root, 'reports');
});

test.each(['.failsafe', '.failsafe/reports'])('nothing is written where %s leads elsewhere', async link => {
  const elsewhere = join(root, 'elsewhere');
  mkdirSync(elsewhere);
  if (link !== '.failsafe') mkdirSync(join(root, '.failsafe'));
  symlinkSync(elsewhere, join(root, link));
  await expect(ownFolder(root, 'reports')).rejects.toMatchObject({
    problems: [{ code: 'OWN_FOLDER_IS_LINK' }],
  });
  expect(existsSync(join(elsewhere, '.gitignore'))).toBe(false);
  expect(readdirSync(elsewhere).filter(name => name !== 'reports')).toEqual([]);
});

test.each(['.failsafe', '.failsafe/reports'])('a file %s is told with what to do', async file => {
  if (file !== '.failsafe') mkdirSync(join(root, '.failsafe'));
  writeFileSync(join(root, file), '');
  await expect(ownFolder(root, 'reports')).rejects.toMatchObject({
    problems: [{ code: 'OWN_FOLDER_NOT_WRITABLE' }],
  });
});
