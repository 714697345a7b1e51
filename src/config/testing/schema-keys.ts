import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { JsonSchema } from '../structure/describe-schema.ts';

/** A key that the schema declares. Schemas that allow the same keys count as one: they are one in the source. */
export interface SchemaKey {
  readonly id: string;
  readonly key: string;
  /** All keys that may stand beside it. */
  readonly siblings: readonly string[];
}

/** A key of the schema where a file has it. */
export interface KeyInFile extends SchemaKey {
  readonly offset: number;
}

const keysOf = ({ properties = {} }: JsonSchema): SchemaKey[] => {
  const siblings = Object.keys(properties);
  return siblings.map(key => ({ id: `${key} of ${siblings.join()}`, key, siblings }));
};

const innerSchemas = (schema: JsonSchema): JsonSchema[] => [
  ...Object.values(schema.properties ?? {}),
  ...Object.values(schema.patternProperties ?? {}),
  ...(schema.anyOf ?? []),
  ...(schema.items === undefined ? [] : [schema.items]),
];

/** All keys that a schema declares. */
export function schemaKeys(schema: JsonSchema): SchemaKey[] {
  return [...keysOf(schema), ...innerSchemas(schema).flatMap(schemaKeys)];
}

const names = (node: Node): string[] =>
  isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];

/** Whether a map of a valid file is of this branch of a union. */
function fits(branch: JsonSchema, node: Node): boolean {
  if (branch.anyOf !== undefined && branch.type === undefined)
    return branch.anyOf.some(one => fits(one, node));
  if (isMap(node) !== (branch.type === 'object') || isSeq(node) !== (branch.type === 'array')) return false;
  const present = names(node);
  const known = Object.keys(branch.properties ?? {});
  const closed = branch.properties !== undefined && known.length > 0;
  return (
    (branch.required ?? []).every(key => present.includes(key)) &&
    (!closed || present.every(key => known.includes(key)))
  );
}

/** All keys of a valid file that the schema declares, names that the file chose itself left out. */
export function keysInFile(schema: JsonSchema, node: Node | null): KeyInFile[] {
  if (node === null) return [];
  if (schema.anyOf !== undefined && schema.type === undefined) {
    return schema.anyOf.filter(branch => fits(branch, node)).flatMap(branch => keysInFile(branch, node));
  }
  if (isSeq(node))
    return schema.items === undefined
      ? []
      : node.items.flatMap(item => keysInFile(schema.items ?? {}, item as Node));
  if (!isMap(node)) return [];
  const declared = new Map(keysOf(schema).map(one => [one.key, one]));
  const [free] = Object.values(schema.patternProperties ?? {});
  return node.items.flatMap(({ key, value }) => {
    const name = String(isScalar(key) ? key.value : key);
    const own = declared.get(name);
    const inner = keysInFile(schema.properties?.[name] ?? free ?? {}, value as Node | null);
    return own === undefined ? inner : [{ ...own, offset: (key as Node).range?.[0] ?? 0 }, ...inner];
  });
}
