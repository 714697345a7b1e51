import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lastLines, sizeOf } from './log-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'failsafe-test-'));
const file = join(folder, 'a.log');
afterAll(() => rmSync(folder, { recursive: true }));

test.each<[string, string, number, string[]]>([
  ['an empty file', '', 5, []],
  ['fewer lines than asked for', 'a\nb\n', 5, ['a', 'b']],
  ['more', 'a\nb\nc\n', 2, ['b', 'c']],
  ['a line that is not finished', 'a\nb', 1, ['b']],
  ['an empty line at the end', 'a\n\n', 2, ['a', '']],
  ['lines of Windows', 'a\r\nb\r\n', 2, ['a', 'b']],
  ['none', 'a\n', 0, []],
])('%s', (_name, text, count, expected) => {
  writeFileSync(file, text);
  expect(lastLines(file, count)).toEqual(expected);
});

test('a file that is not there', () => {
  expect(lastLines(join(folder, 'no.log'), 5)).toEqual([]);
});

test('lines of a large file, cut nowhere', () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `${index} äöü ${'x'.repeat(index % 90)}`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  expect(lastLines(file, 4000)).toEqual(lines.slice(-4000));
  expect(lastLines(file, 9000)).toEqual(lines);
});

test('only what came after a place', () => {
  writeFileSync(file, 'old\n');
  const from = sizeOf(file);
  appendFileSync(file, 'new\n');
  expect(lastLines(file, 5, from)).toEqual(['new']);
});
