import { expect, test } from 'vitest';
import { composedFiles } from './composed-files.ts';

const found = async (files: Record<string, string>, named?: readonly string[]) =>
  Object.fromEntries(await composedFiles({ paths: Object.keys(files), named, read: path => files[path] }));

const whole = (...folders: readonly string[]) => ({ adds: false, folders });
const EMPTY = 'services: {}\n';
const include = (value: string) => `include: ${value}\n`;
const extending = (file: string, service = 'base') =>
  `services:\n  web: { extends: { file: ${file}, service: ${service} } }\n`;

test.each([
  ['a path', include('[infra/db.yml]'), { 'infra/db.yml': whole('.') }],
  ['a path from above', include('[./x/../infra/db.yml]'), { 'infra/db.yml': whole('.') }],
  ['the long form', include('[{ path: infra/db.yml }]'), { 'infra/db.yml': whole('.') }],
  [
    'what adds to it',
    include('[{ path: [infra/db.yml, infra/more.yml] }]'),
    { 'infra/db.yml': whole('.'), 'infra/more.yml': { adds: true, folders: ['.'] } },
  ],
  [
    'its own folder',
    include('[{ path: infra/db.yml, project_directory: ./infra/ }]'),
    { 'infra/db.yml': whole('.') },
  ],
  [
    'another folder, from which its paths are relative',
    include('[{ path: infra/db.yml, project_directory: . }]'),
    {},
  ],
  ['a variable', include('["${DIR:-infra}/db.yml"]'), {}],
  ['an address', include('["https://example.com/infra/db.yml"]'), {}],
  ['what is elsewhere', include('[../infra/db.yml, /infra/db.yml]'), {}],
  ['what is not there', include('[infra/none.yml]'), {}],
  ['no list', include('infra/db.yml'), {}],
  ['no YAML', include('[infra/db.yml'), {}],
  ['the second document', `${EMPTY}---\n${include('[infra/db.yml]')}`, { 'infra/db.yml': whole('.') }],
  ['what is extended', extending('infra/db.yml'), { 'infra/db.yml': { ...whole('.'), services: ['base'] } }],
  [
    'what is included and extended',
    `${include('[infra/db.yml]')}${extending('infra/db.yml')}`,
    { 'infra/db.yml': whole('.') },
  ],
  ['a service of its own', 'services:\n  web: { extends: { service: base } }\n  base: {}\n', {}],
  ['a word in a comment', '# include: [infra/db.yml]\n', {}],
])('%s: what a compose file names as one', async (_, text, expected) => {
  const files = { 'compose.yaml': text, 'infra/db.yml': EMPTY, 'infra/more.yml': EMPTY, 'other.yml': EMPTY };
  expect(await found(files)).toEqual(expected);
});

test('in circles, and from file to file, each relative to its own folder', async () => {
  const files = {
    'app/compose.yaml': include('[parts/a.yml]'),
    'app/parts/a.yml': `${include('[more/b.yml]')}${extending('base.yml')}`,
    'app/parts/more/b.yml': include('[../a.yml]'),
    'app/parts/base.yml': `services:\n  base: { extends: deep }\n  deep: { extends: { file: c.yml, service: c } }\n  unused: { extends: { file: d.yml, service: d } }\n`,
    'app/parts/c.yml': EMPTY,
    'app/parts/d.yml': EMPTY,
  };
  expect(await found(files)).toEqual({
    'app/parts/a.yml': whole('app'),
    'app/parts/more/b.yml': whole('app'),
    'app/parts/base.yml': { ...whole('app'), services: ['base', 'deep'] },
    'app/parts/c.yml': { ...whole('app'), services: ['c'] },
  });
});

test('what failsafe.yaml names: the second adds to the first, and one of another folder is left', async () => {
  const files = { 'deploy/stack.yml': EMPTY, 'deploy/prod.yml': EMPTY, 'other/prod.yml': EMPTY };
  expect(await found(files, ['deploy/stack.yml', 'deploy/prod.yml', 'other/prod.yml', '../out.yml'])).toEqual(
    {
      'deploy/stack.yml': whole('deploy'),
      'deploy/prod.yml': { adds: true, folders: ['deploy'] },
    },
  );
});

test('two applications that include the same', async () => {
  const files = {
    'a/compose.yaml': include('[../db.yml]'),
    'b/compose.yaml': include('[../db.yml]'),
    'db.yml': EMPTY,
  };
  expect((await found(files))['db.yml']?.folders.toSorted()).toEqual(['a', 'b']);
});
