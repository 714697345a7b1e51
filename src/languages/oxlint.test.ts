import { expect, test } from 'vitest';
import { readFilesIn } from './languages.ts';
import { endOxlint, startOxlint } from './run-oxlint.ts';

const read = async (path: string, text: string) =>
  (await readFilesIn([{ path, text, bytes: text.length, executable: false }]))[0];

const CONST = 'const é = 1; /* 日本語 */ é = 2;';

test.each([
  ['a place behind letters of several bytes', 'a.js', CONST, '1:24 no-const-assign'],
  ['a mark of its encoding', 'a.js', `\uFEFF${CONST}`, '1:24 no-const-assign'],
  ['lines that end as on Windows', 'a.js', `// one\r\n${CONST}\r\n`, '2:24 no-const-assign'],
  ['JSX in .js', 'App.js', 'export default () => <Menu />;\n', '1:23 jsx-no-undef'],
  ['TypeScript', 'a.ts', 'export enum A { B = 1, C = 1 }\n', '1:28 no-duplicate-enum-values'],
  ['a hook behind a condition', 'A.jsx', hookBehindCondition(), '4:7 rules-of-hooks'],
  ['a program without extension', 'bin/run', '#!/usr/bin/env node\nif (x === NaN) y();\n', '2:11 use-isnan'],
  ['an odd name', 'ö "x"\ty.mjs', 'a = a;\n', '1:5 no-self-assign'],
])('%s', async (_, path, text, expected) => {
  const { mistakes: [first] = [] } = (await read(path, text)) ?? {};
  const rule = /\(([\w-]+)\)$/.exec(first?.message ?? '')?.[1];
  expect(`${first?.line}:${first?.column} ${rule}`).toBe(expected);
});

test.each([
  ['a comment of ESLint on the line', 'const a = 1;\na = 2; // eslint-disable-line no-const-assign\n'],
  ['one of oxlint above it', 'const a = 1;\n// oxlint-disable-next-line no-const-assign -- a test\na = 2;\n'],
  [
    'one with the name of a plugin',
    'const a = 1;\n/* eslint-disable-next-line b, c/no-const-assign */\na = 2;\n',
  ],
  ['one for the whole file', '/* eslint-disable no-const-assign */\nconst a = 1;\na = 2;\n'],
  ['a hook outside of components', 'export function f(a) {\n  if (a) useIt();\n}\n'],
  ['what is minified', `const a=1;${'a=2;'.repeat(100)}`],
])('%s passes it over', async (_, text) => {
  expect((await read('a.js', text))?.mistakes ?? []).toEqual([]);
});

test('a comment for another rule passes over nothing, and what cannot be parsed has a flaw alone', async () => {
  expect(
    (await read('a.js', 'const a = 1;\na = 2; // eslint-disable-line no-eval\n'))?.mistakes,
  ).toHaveLength(1);
  expect((await read('a.js', 'const a = 1; a = 2;\nlet = = 1;\n'))?.mistakes ?? []).toEqual([]);
});

test('one that has started early is asked, the next starts anew, and one that nobody asks can be ended', async () => {
  startOxlint();
  for (const _ of ['started early', 'started now'])
    expect((await read('a.js', CONST))?.mistakes).toHaveLength(1);
  startOxlint();
  endOxlint();
  expect((await read('a.js', CONST))?.mistakes).toHaveLength(1);
});

function hookBehindCondition() {
  return "import { useState } from 'react';\nexport function A({ a }) {\n  if (a) {\n      useState(1);\n  }\n  return a;\n}\n";
}
