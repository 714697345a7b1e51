import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { undoMended, writeMended } from './write-mended.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'failsafe-written-'));
});
afterEach(() => rm(root, { recursive: true }));

const text = (path: string) => readFile(join(root, path), 'utf8');
const change = (path: string) => ({ path, before: 'old\n', after: 'new\n', runnable: false });

test('what a kill came between is undone like the rest, and an undoing that was killed is done again', async () => {
  for (const path of ['a', 'b']) await writeFile(join(root, path), 'old\n');
  await writeMended(root, [change('a'), change('b'), { path: 'c', after: 'made\n', runnable: false }]);
  // As it is after a kill: the first is mended, the second and the third not yet
  await writeFile(join(root, 'b'), 'old\n');
  await rm(join(root, 'c'));
  expect((await undoMended(root)).paths).toEqual(['a', 'b', 'c']);
  expect([await text('a'), await text('b')]).toEqual(['old\n', 'old\n']);
  await expect(undoMended(root)).rejects.toThrow(/nothing was mended/);
});

test('a mending whose list was never written has changed nothing, and hides no other', async () => {
  await writeFile(join(root, 'a'), 'old\n');
  await writeMended(root, [change('a')]);
  const [first = ''] = await readdir(join(root, '.failsafe/mended'));
  await mkdir(join(root, '.failsafe/mended', `${first.slice(0, 4)}9`));
  await undoMended(root);
  expect(await text('a')).toBe('old\n');
});

test('when one file cannot be written, those before it are put back', async () => {
  // Its name has no room for that of the file beside it
  const long = 'n'.repeat(250);
  for (const path of ['a', long]) await writeFile(join(root, path), 'old\n');
  await expect(writeMended(root, [change('a'), change(long)])).rejects.toThrow(/ENAMETOOLONG/);
  expect([await text('a'), await text(long)]).toEqual(['old\n', 'old\n']);
  await expect(undoMended(root)).rejects.toThrow(/nothing was mended/);
});
