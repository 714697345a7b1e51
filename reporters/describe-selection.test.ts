import { expect, test } from 'vitest';
import { describeSelection } from './describe-selection.ts';

type Asked = Parameters<typeof describeSelection>[0];
const all = ['checks/api/api.spec.ts', 'checks/auth/auth.spec.ts'];

test.each([
  ['everything', {}, all, undefined],
  ['a tag', { tagsFilter: ['auth'] }, all, 'auth'],
  ['two tags', { tagsFilter: ['auth', 'not slow'] }, all, 'auth and not slow'],
  ['a name', { testNamePattern: /login/ }, all, 'names like login'],
  ['a folder', {}, all.slice(1), 'checks/auth/auth.spec.ts'],
  ['a shard', { shard: { index: 1, count: 2 }, tagsFilter: ['api'] }, all.slice(1), 'api and shard 1/2'],
  ['a folder that is not there', {}, [], 'a path that no spec file has'],
  ['a tag in a folder', { tagsFilter: ['smoke'] }, all.slice(0, 1), 'smoke and checks/api/api.spec.ts'],
])('a run that is asked for %s says so', (_, config, specs, expected) => {
  expect(describeSelection(config as Asked, specs, all.length)).toBe(expected);
});

test('many files are counted', () => {
  const specs = ['a', 'b', 'c', 'd'];
  expect(describeSelection({}, specs, 8)).toBe('4 of 8 spec files');
});
