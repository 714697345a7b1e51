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
