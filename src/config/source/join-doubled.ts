import type { Pair, YAMLMap } from 'yaml';
import type { Path } from '../flaw.ts';
import { yaml } from './yaml-library.ts';

const keyOf = ({ key }: Pair): string => String(yaml().isScalar(key) ? key.value : key);

/** Puts what the earlier of some values of one key hold into the last one, which is the one that counts. */
function join(pairs: readonly Pair[], depth: number): boolean {
  const { isMap, isSeq } = yaml();
  const values = pairs.map(({ value }) => value);
  const last = values.at(-1);
  if (depth === 0 && isMap(last) && values.every(isMap)) {
    last.items.unshift(...values.slice(0, -1).flatMap(({ items }) => items));
    return true;
  }
  if (depth === 1 && isSeq(last) && values.every(isSeq))
    last.items.unshift(...values.slice(0, -1).flatMap(({ items }) => items));
  return false;
}

/**
 * Has what stands under a key that a map holds twice judged as well: sections and the lists in them are joined, of all
 * else the last value counts. Values deeper down are not mixed: the mixture could be wrong where neither value is.
 * Returns where one value may hide another.
 */
export function joinDoubled(node: unknown, path: Path = []): Path[] {
  const { isMap, isSeq } = yaml();
  if (isSeq(node)) return node.items.flatMap((item, index) => joinDoubled(item, [...path, index]));
  if (!isMap(node)) return [];
  const groups = [...Map.groupBy((node as YAMLMap).items, keyOf)];
  return groups.flatMap(([key, pairs]) => {
    const here = [...path, key];
    const joined = pairs.length > 1 && join(pairs, path.length);
    const inner = joinDoubled(pairs.at(-1)?.value, here);
    return pairs.length > 1 && !joined ? [here, ...inner] : inner;
  });
}
