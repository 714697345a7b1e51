import { expect, test } from 'vitest';
import type { Files } from '../check.ts';
import { projectOf } from '../testing.ts';
import { check } from './copied-files.ts';

const compose = (build: string) => ({ 'compose.yaml': `services:\n  web:\n    build: ${build}\n` });
const from = (...lines: readonly string[]) => ['FROM debian:12', ...lines, ''].join('\n');

const found = async (files: Files) =>
  (check.evaluate(await projectOf(files), {}).spots ?? []).map(({ line, message }) => `${line} ${message}`);

test.each<[string, Files, string[]]>([
  [
    'a file of another folder than the one that is built from',
    {
      ...compose('{ context: ., dockerfile: web/Dockerfile }'),
      'web/Dockerfile': from('COPY a.txt web/b.txt /x/'),
      'web/a.txt': '',
      'web/b.txt': '',
    },
    ['2 copies a.txt, which is not there'],
  ],
  [
    'a folder that is misspelt',
    { Dockerfile: from('COPY --chown=a:a sorce/ /x/'), 'source/a.py': '' },
    ['2 copies sorce/, which is not there; did you mean source?'],
  ],
  [
    'one that no folder above has',
    { 'a/Dockerfile': from('COPY x.txt /x'), 'a/y.txt': '' },
    ['2 copies x.txt, which is not there; did you mean y.txt?'],
  ],
])('%s is told of', async (_, files, expected) => {
  expect(await found(files)).toEqual(expected);
});

test.each<[string, Files]>([
  [
    'the folder of the service',
    { ...compose('./web'), 'web/Dockerfile': from('COPY a.txt /x'), 'web/a.txt': '' },
  ],
  [
    'a folder above, where no service is built',
    { 'web/Dockerfile': from('COPY web/a.txt /x'), 'web/a.txt': '' },
  ],
  ['another stage', { Dockerfile: from('COPY --from=build /a.txt /x') }],
  [
    'what git is told to leave out',
    { Dockerfile: from('COPY app/a.pem /x'), 'app/.gitignore': '# keys\n*.pem\n' },
  ],
  [
    'a folder that git is told to leave out',
    { Dockerfile: from('COPY web/made/a.js /x'), '.gitignore': 'made/\n' },
  ],
  ['what tools make', { Dockerfile: from('COPY target/app.jar build/web /x/') }],
  ['what a variable or a pattern names', { Dockerfile: from('ARG A', 'COPY $A a*.txt <<EOF /x/', 'EOF') }],
  ['an address', { Dockerfile: from('ADD https://example.com/a.txt /x') }],
  ['a context that is elsewhere', { ...compose('"${CONTEXT}"'), Dockerfile: from('COPY . /x') }],
])('from %s', async (_, files) => {
  expect(await found(files)).toEqual([]);
});
