import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replaceFile } from './replace-file.ts';
import { folderWith } from './testing/problems-of.ts';

test('a file is replaced whole, with the permissions asked for whatever the umask', async () => {
  await using folder = await folderWith({ kept: 'old' });
  const before = process.umask(0o077);
  try {
    await replaceFile(join(folder.path, 'kept'), 'new', { mode: 0o755, flush: true });
  } finally {
    process.umask(before);
  }
  expect(await readFile(join(folder.path, 'kept'), 'utf8')).toBe('new');
  expect((await stat(join(folder.path, 'kept'))).mode & 0o777).toBe(0o755);
  expect(await readdir(folder.path)).toEqual(['kept']);
});

test('what cannot be replaced stays, and nothing is left beside it', async () => {
  await using folder = await folderWith({});
  await mkdir(join(folder.path, 'taken'));
  await expect(replaceFile(join(folder.path, 'taken'), 'new')).rejects.toThrow();
  expect(await readdir(folder.path)).toEqual(['taken']);
});

test('of many who write at once the last one stays, whole', async () => {
  await using folder = await folderWith({});
  const texts = Array.from({ length: 20 }, (_, n) => String(n).repeat(100_000));
  await Promise.all(texts.map(text => replaceFile(join(folder.path, 'shared'), text)));
  expect(texts).toContain(await readFile(join(folder.path, 'shared'), 'utf8'));
  expect(await readdir(folder.path)).toEqual(['shared']);
});
