import { Check } from 'typebox/value';
import { expect, test } from 'vitest';
import { ConfigSchema } from '../schema/config.ts';
import type { JsonSchema } from './describe-schema.ts';
import { placeholder } from './placeholder.ts';

/** Each text with a pattern, and each key with one, wherever the schema of failsafe.yaml has it. */
function textsIn(schema: unknown): JsonSchema[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, pattern, patternProperties } = schema as JsonSchema;
  const keys = Object.keys(patternProperties ?? {}).map(
    key => ({ type: 'string', pattern: key }) as JsonSchema,
  );
  const here = type === 'string' && typeof pattern === 'string' ? [schema as JsonSchema] : [];
  return [...here, ...keys, ...Object.values(schema).flatMap(textsIn)];
}

const texts = new Map(textsIn(ConfigSchema).map(schema => [schema.pattern ?? '', schema]));

test('the schema has texts with patterns', () => expect(texts.size).toBeGreaterThan(10));

test.each([...texts])('what stands in for a wrong text fits %s', (_, schema) => {
  expect(Check(schema as never, placeholder(schema))).toBe(true);
});
