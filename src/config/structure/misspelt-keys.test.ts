import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { ConfigSchema } from '../schema/config.ts';
import { createLocator } from '../source/locate.ts';
import { parseYaml } from '../source/parse-yaml.ts';
import { exampleText } from '../testing/every-key.ts';
import { type KeyInFile, keysInFile, schemaKeys } from '../testing/schema-keys.ts';
import { checkStructure } from './check-structure.ts';
import type { JsonSchema } from './describe-schema.ts';

const SCHEMA = ConfigSchema as unknown as JsonSchema;

interface Placed extends KeyInFile {
  readonly text: string;
}

const inFiles = ['failsafe.yaml', 'remaining-keys.yaml'].flatMap((file): Placed[] => {
  const text = exampleText(file);
  return keysInFile(SCHEMA, parseDocument(text).contents).map(key => ({ ...key, text }));
});
const distinct = [...new Map(inFiles.map(key => [key.id, key])).values()];

test('the examples have every key of the schema', () => {
  const present = new Set(distinct.map(({ id }) => id));
  const missing = schemaKeys(SCHEMA).filter(({ id }) => !present.has(id));
  expect(missing.map(({ id }) => id)).toEqual([]);
});

/** A wrong, a missing, an additional, a doubled and two swapped letters, at a place that depends on the key alone. */
function slips(key: string): string[] {
  const at = [...key].reduce((sum, char) => sum + char.charCodeAt(0), 0) % key.length;
  const [before, here = '', next = '', after] = [key.slice(0, at), key[at], key[at + 1], key.slice(at + 2)];
  const other = here === 'x' ? 'q' : 'x';
  return [
    before + other + next + after,
    before + next + after,
    before + other + here + next + after,
    before + here + here + next + after,
    before + next + here + after,
  ];
}

/** What is found in a file after one of its keys was misspelt; `right` when it is what should be. */
async function misspell({ text, offset, key }: Placed, slip: string) {
  const { source, value } = parseYaml(
    text.slice(0, offset) + slip + text.slice(offset + key.length),
    'failsafe.yaml',
  );
  const { flaws } = await checkStructure(value?.of);
  const locate = createLocator(source);
  const place = ({ line, col }: { line: number; col: number }) => `${line}:${col}`;
  const said = flaws.map(flaw => {
    const { line, column } = locate(flaw.path, flaw.at ?? 'value');
    return `${place({ line, col: column })} ${flaw.fix}`;
  });
  const right = `${place(source.lines.linePos(offset))} Did you mean "${key}"?`;
  return { right: said.join() === right, said: `${key} as ${slip}: ${said.join('; ')}` };
}

test('a slip in any key is found at its line and column, with what was meant', {
  timeout: 300_000,
}, async () => {
  const failures: string[] = [];
  let tried = 0;
  for (const one of distinct) {
    for (const slip of slips(one.key)) {
      if (slip === '' || slip === one.key || one.siblings.includes(slip)) continue;
      tried++;
      const { right, said } = await misspell(one, slip);
      if (!right) failures.push(said);
    }
  }
  expect(tried).toBeGreaterThan(1000);
  expect(
    failures.length / tried,
    `${failures.length} of ${tried}\n${failures.join('\n')}`,
  ).toBeLessThanOrEqual(0.01);
});
