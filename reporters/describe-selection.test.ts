import { expect, test } from 'vitest';
import type { Vitest } from 'vitest/node';
import { describeSelection } from './describe-selection.ts';

const asked = (config: object) => ({ config }) as Vitest;
const all = ['checks/api/api.spec.ts', 'checks/auth/auth.spec.ts'];

test.each([
  ['everything', {}, all, undefined],
  ['a tag', { tagsFilter: ['auth'] }, all, 'auth'],
  ['two tags', { tagsFilter: ['auth', 'not slow'] }, all, 'auth and not slow'],
  ['a name', { testNamePattern: /login/ }, all, 'names like login'],
  ['a folder', {}, all.slice(1), 'checks/auth/auth.spec.ts'],
  ['a folder that is not there', {}, [], 'a path that no spec file has'],
  ['a tag in a folder', { tagsFilter: ['smoke'] }, all.slice(0, 1), 'smoke and checks/api/api.spec.ts'],
])('a run that is asked for %s says so', (_, config, specs, expected) => {
  expect(describeSelection(asked(config), specs, all.length)).toBe(expected);
});

test('many files are counted', () => {
  const specs = ['a', 'b', 'c', 'd'];
  expect(describeSelection(asked({}), specs, 8)).toBe('4 of 8 spec files');
});
