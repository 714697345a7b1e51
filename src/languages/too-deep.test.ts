import { expect, test } from 'vitest';
import { readFileIn } from './languages.ts';

const DEEP = 60_000;
const nested = (open: string, close: string) => open.repeat(DEEP) + close.repeat(DEEP);

test.each([
  ['deep.js', `x = ${nested('[', ']')}`],
  ['deep.json', nested('[', ']')],
  ['deep.py', `x = ${nested('(', ')')}\n`],
  ['deep.sh', nested('(', ')')],
  ['deep.yaml', nested('[', ']')],
  ['nginx.conf', nested('a {', '}')],
])('%s is said to be nested too deeply, and ends nothing', async (path, text) => {
  const { flaws } = await readFileIn({ path, text, bytes: text.length, executable: false });
  expect(flaws).not.toEqual([]);
});

test('brackets in texts are no nesting', async () => {
  const text = `export const faces = [${"':(', ".repeat(5000)}];\n`;
  const { flaws } = await readFileIn({ path: 'faces.js', text, bytes: text.length, executable: false });
  expect(flaws).toEqual([]);
});
