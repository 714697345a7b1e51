import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { ConfigSchema } from '../schema/config.ts';
import { at, drop, pathsIn, put } from '../testing/edit-value.ts';
import { EVERY_KEY, exampleValue } from '../testing/every-key.ts';
import { folderWith, problemsOf } from '../testing/problems-of.ts';
import { checkStructure } from './check-structure.ts';
import { isUnicodeRegex } from './validator.ts';

const published = new Ajv({ strict: false });
addFormats.default(published);
// ajv-formats reads regular expressions without the flag u, which failsafe sets.
published.addFormat('regex', isUnicodeRegex);
const accepts = published.compile(JSON.parse(JSON.stringify(ConfigSchema)));

const STRUCTURAL = [
  'CONFIG_UNKNOWN_KEY',
  'CONFIG_MISSING_KEY',
  'CONFIG_EXCLUSIVE_KEYS',
  'CONFIG_INVALID_KEY',
  'CONFIG_INVALID_VALUE',
  'CONFIG_INVALID_REGEX',
];

const PATHS = pathsIn(exampleValue()).filter(path => path.length > 0);
const KEYS = [...new Set(PATHS.map(path => path.at(-1)).filter(key => typeof key === 'string'))];

const scalar = fc.constantFrom<unknown>(
  ...[
    null,
    true,
    false,
    0,
    1,
    -1,
    1.5,
    80,
    65536,
    600,
    1e21,
    '',
    'x',
    'a b',
    '5',
    '5s',
    '1.5h',
    '90%',
    '512MiB',
    '/a',
  ],
  ...[
    '$',
    '$.a',
    '(',
    'Bearer',
    'compose',
    'https://a',
    'PUT',
    '{{unique}}',
    'é',
    '__proto__',
    'constructor',
  ],
);
const anything = fc.oneof(
  { weight: 3, arbitrary: scalar },
  fc.array(scalar, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom(...KEYS, 'x'), scalar, { maxKeys: 2 }),
  fc.constantFrom(...PATHS).map(path => at(exampleValue(), path)),
);
const key = fc.oneof(fc.constantFrom(...KEYS), fc.constantFrom('x', '', 'a b', '0', '__proto__', 'toString'));

type Change = (document: Record<string, unknown>) => void;
const path = fc.constantFrom(...PATHS);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(path, anything).map(
    ([where, value]): Change =>
      document =>
        put(document, where, value),
  ),
  path.map(
    (where): Change =>
      document =>
        drop(document, where),
  ),
  fc.tuple(path, key, anything).map(
    ([where, name, value]): Change =>
      document =>
        put(document, [...where, name], value),
  ),
);

const changed = fc.array(change, { minLength: 1, maxLength: 3 }).map(changes => {
  const document = structuredClone(exampleValue());
  for (const one of changes) one(document);
  return document;
});

test('the published JSON Schema accepts the example', () => {
  expect(accepts(exampleValue())).toBe(true);
});

test('loader and published JSON Schema accept the same documents', { timeout: 300_000 }, async () => {
  let [refused, accepted] = [0, 0];
  await fc.assert(
    fc.asyncProperty(changed, async document => {
      const { flaws, sound } = await checkStructure(document);
      // Whatever is wrong, the rest is judged.
      expect(sound).toBeDefined();
      expect(flaws.map(({ message }) => message).length === 0).toBe(accepts(document));
      for (const { code, message } of flaws) expect(STRUCTURAL, message).toContain(code);
      if (flaws.length > 0) refused++;
      else accepted++;
    }),
    { numRuns: 400 },
  );
  expect(refused).toBeGreaterThan(100);
  expect(accepted).toBeGreaterThan(20);
});

test('what the schema refuses, the loader refuses for its form; what it accepts, never for its form', {
  timeout: 300_000,
}, async () => {
  await using folder = await folderWith({});
  await fc.assert(
    fc.asyncProperty(changed, async document => {
      const file = await folder.write('failsafe.yaml', stringify(document));
      const problems = await problemsOf({ file, cwd: EVERY_KEY });
      expect(problems.length > 0 || accepts(document)).toBe(true);
      if (accepts(document)) return;
      expect(STRUCTURAL).toContain(problems.find(({ code }) => STRUCTURAL.includes(code))?.code);
      for (const problem of problems) expect(problem.at, problem.message).toBeDefined();
    }),
    { numRuns: 60 },
  );
});
