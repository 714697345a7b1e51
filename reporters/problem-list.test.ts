import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import type { Problem } from '../src/model/problem.ts';
import { problemList } from './problem-list.ts';

const plain = createColors(false);

const problems = (count: number): Problem[] =>
  Array.from({ length: count }, (_, index) => ({ code: `NUMBER_${index}`, message: 'a problem' }));

test.each([0, 1, 50])('%i problems are all shown', count => {
  const shown = problemList(problems(count), plain);
  expect(shown).toHaveLength(count);
  expect(shown.join('\n')).not.toContain('more');
});

test('of 5000 the first 50 are shown, and that there are more', () => {
  const shown = problemList(problems(5000), plain);
  expect(shown).toHaveLength(51);
  expect(shown[49]).toContain('NUMBER_49');
  expect(shown[50]).toBe(' … and 4,950 more');
});
