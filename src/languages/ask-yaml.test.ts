import { expect, test } from 'vitest';
import { readFileIn, readFilesIn } from './languages.ts';

const raw = (path: string, text: string) => ({ path, text, bytes: text.length, executable: false });
const DEEP = 60_000;

/** So much that it is read in a thread. */
const MUCH = raw('much.yaml', 'item: { name: a, tags: [new, blue] }\n---\n'.repeat(10_000));
const FILES = [
  raw('broken.yaml', 'a: [1\nb: 2\n'),
  raw('twice.yml', 'a: 1\na: 2\n'),
  raw('deep.yaml', '['.repeat(DEEP) + ']'.repeat(DEEP)),
  raw('good.yaml', 'a: &a 1\nb: *a\n'),
];

test('of much YAML the same is said as of little', async () => {
  const alone = await Promise.all([...FILES, MUCH].map(file => readFileIn(file)));
  expect(alone.map(({ flaws }) => flaws.length > 0)).toEqual([true, true, true, false, false]);
  expect(await readFilesIn([...FILES, MUCH])).toEqual(alone);
  expect(await readFilesIn([MUCH, ...FILES])).toEqual([alone.at(-1), ...alone.slice(0, -1)]);
});
