import { expect, test } from 'vitest';
import { baseEnvironment } from './base-environment.ts';

test.each([
  ['ours over the file', { A: 'file', B: 'file' }, { A: 'ours' }, { A: 'ours', B: 'file' }],
  ['an empty one counts as unset', { A: 'file' }, { A: '', B: '' }, { A: 'file', B: '' }],
  [
    'Vitest leaves no trace',
    {},
    { VITEST: 'true', VITEST_MODE: 'RUN', TEST: 'true', NODE_ENV: 'test', A: 'a' },
    { A: 'a' },
  ],
  ['a chosen NODE_ENV stays', {}, { VITEST: 'true', NODE_ENV: 'production' }, { NODE_ENV: 'production' }],
  ['without Vitest all stays', {}, { TEST: '1', NODE_ENV: 'test' }, { TEST: '1', NODE_ENV: 'test' }],
])('%s', (_name, file, ours, expected) => {
  expect(baseEnvironment(file, ours)).toEqual(expected);
});
