import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const sources = globSync('{src,checks,reporters,bin}/**/*.{ts,js}', { cwd: ROOT }).filter(
  file => !file.endsWith('.test.ts'),
);
const variables = [...new Set(sources.flatMap(file => read(file).match(/\bFAILSAFE_[A-Z]+\b/g) ?? []))];

test('the code reads some variables of its own', () => {
  expect(variables.length).toBeGreaterThan(3);
});

test.each(variables)('%s stands in its page and in the help', name => {
  expect(read('docs/environment.md')).toContain(`\`${name}\``);
  expect(read('src/cli/frame.ts')).toContain(`  ${name} `);
});
