import type { JsonSchema } from './describe-schema.ts';

/** One of these fits each pattern of the format. */
const TEXTS = [
  'not-known',
  '/not-known',
  '$.not-known',
  'not_known',
  '1s',
  '1B',
  '1%',
  'http://not-known.invalid',
  '2100-01-01',
  'not.known',
  'not-known.js',
  'age1notknown',
];

const fits = (text: string, pattern: string | undefined) =>
  pattern === undefined || new RegExp(pattern, 'u').test(text);

const textFor = (pattern: string | undefined) => TEXTS.find(text => fits(text, pattern)) ?? '';

/** The keys that a map must have; where it needs any at all, the first that may be there. */
function neededKeys({ required = [], properties = {}, oneOf, anyOf, minProperties = 0 }: JsonSchema) {
  const chosen = (oneOf ?? anyOf)?.[0]?.required ?? [];
  const keys = [...new Set([...required, ...chosen])];
  return keys.length >= minProperties ? keys : Object.keys(properties).slice(0, 1);
}

function mapFor(schema: JsonSchema): Record<string, unknown> {
  const [free] = Object.entries(schema.patternProperties ?? {});
  if (free !== undefined)
    return schema.minProperties === undefined ? {} : { [textFor(free[0])]: placeholder(free[1]) };
  return Object.fromEntries(
    neededKeys(schema).map(key => [key, placeholder(schema.properties?.[key] ?? {})]),
  );
}

/**
 * Something that keeps to a schema. It stands where a file has nothing right, so that what is around it can be judged;
 * nothing is ever said of it.
 */
export function placeholder(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined && schema.type === undefined) return placeholder(schema.anyOf[0] ?? {});
  switch (schema.type) {
    case 'string':
      return textFor(schema.pattern);
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return true;
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => placeholder(schema.items ?? {}));
    case 'object':
      return mapFor(schema);
    default:
      return null;
  }
}
