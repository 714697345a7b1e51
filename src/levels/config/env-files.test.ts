import { expect, test } from 'vitest';
import { projectOf } from '../testing.ts';
import { checks } from './env-files.ts';

const WORD = ['k9', 'Vx', '!mQ', '2z', 'Lw'].join('');

const found = async (path: string, text: string) => {
  const project = await projectOf({ [path]: text });
  return checks.flatMap(({ rule, evaluate }) =>
    evaluate(project, {}).status === 'fail' ? [rule?.id ?? ''] : [],
  );
};

test.each([
  ['.env', 'DB_PASSWORD=test\n', ['E01', 'E05']],
  ['.env.production', 'DB_PASSWORD=test\n', ['E01', 'E05']],
  // What tests start and throw away has the password that anybody would try
  ['.env.test', 'DB_PASSWORD=test\n', []],
  ['.env.ci', 'DB_PASSWORD=postgres\n', []],
  ['.env.test', `DB_PASSWORD=${WORD}\n`, ['E01']],
])('%s with %j breaks %j', async (path, text, expected) => {
  expect(await found(path, text)).toEqual(expected);
});

test.each([
  ['WEB_PORT', true, ['E02']],
  ['AUTH_SECRET', false, ['E02']],
  // It must not stand in a file that git tracks
  ['AUTH_SECRET', true, []],
  ['DATABASE_URL', true, []],
])('%s that an .env lacks, tracked: %s', async (name, tracked, expected) => {
  const project = await projectOf({
    'compose.yaml': `services:\n  web:\n    image: a:1\n    environment: { NAME: "\${${name}:?}" }\n`,
    '.env': { text: 'NEXT_PUBLIC_NAME=shop\n', tracked },
  });
  const broken = checks.filter(({ evaluate }) => evaluate(project, {}).status === 'fail');
  expect(broken.map(({ rule }) => rule?.id)).toEqual(expected);
});
