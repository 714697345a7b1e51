import { expect, test } from 'vitest';
import { redactProblems } from './redact-problems.ts';
import { secret } from './testing/test-project.ts';

test('no text of a problem holds a secret, not even percent-encoded', () => {
  const problems = [
    {
      code: 'X',
      message: 'a p@ss b',
      causes: ['postgres://u:p%40ss@h', 'c'],
      at: { file: 'f', line: 1, column: 2 },
    },
  ];
  expect(redactProblems(problems, [secret('p@ss'), secret('')])).toEqual([
    {
      code: 'X',
      message: 'a [redacted] b',
      causes: ['postgres://u:[redacted]@h', 'c'],
      at: { file: 'f', line: 1, column: 2 },
    },
  ]);
});
