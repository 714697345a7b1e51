import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatProblem } from './format-problem.ts';
import { placed, problemsOf } from './testing/problems-of.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/broken-configs');
const files = readdirSync(FOLDER).filter(name => name.endsWith('.yaml'));
const load = (file: string) =>
  problemsOf({ file, cwd: FOLDER, environment: { POSTGRES_PASSWORD: 'a-password', EMPTY: '' } });

const expected = (file: string) =>
  [...readFileSync(join(FOLDER, file), 'utf8').matchAll(/^# expect: (.*)$/gm)].map(([, text]) => text);

test('there are enough of them', () => {
  expect(files.length).toBeGreaterThanOrEqual(50);
});

describe.each(files)('%s', file => {
  test('has exactly the problems that it says, at their places', async () => {
    const problems = await load(file);
    const found = problems.map(problem => placed(problem).replace(` in ${file}`, ''));
    expect(found.sort()).toEqual(expected(file).sort());
  });

  test('says what to do, and repeats no literal secret', async () => {
    for (const problem of await load(file)) {
      expect(problem.fix, problem.message).toMatch(/\S/);
      expect(JSON.stringify(problem)).not.toMatch(/hunter2|a-password/);
    }
  });
});

test.each([
  'misspelt-operator.yaml',
  'no-expectation.yaml',
  'duplicate-key.yaml',
  'literal-secret.yaml',
  'unset-secret.yaml',
  'bad-regex.yaml',
  'several.yaml',
])('%s as printed', async file => {
  const problems = await load(file);
  await expect(`${problems.map(formatProblem).join('\n\n')}\n`).toMatchFileSnapshot(
    join(FOLDER, 'printed', file.replace('.yaml', '.txt')),
  );
});
