import { expect, test } from 'vitest';
import type { JsonSchema } from '../structure/describe-schema.ts';
import { ConfigSchema } from './config.ts';

/** The keys under a schema of which nothing is said. `[]` is each entry of a list, `NAME` a key that the file chooses. */
function wordless(path: string, schema: JsonSchema): string[] {
  const free = Object.values(schema.patternProperties ?? {});
  return [
    ...(schema.anyOf ?? []).flatMap(branch => wordless(path, branch)),
    ...(schema.items === undefined ? [] : wordless(`${path}[]`, schema.items)),
    ...free.flatMap(value => wordless(`${path}.NAME`, value)),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
      ...(value.description ? [] : [`${path}.${key}`]),
      ...wordless(`${path}.${key}`, value),
    ]),
  ];
}

test('of each key it is said what it is for', () => {
  const schema = JSON.parse(JSON.stringify(ConfigSchema)) as JsonSchema;
  expect(wordless('', schema)).toEqual([]);
});
