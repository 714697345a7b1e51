import type { Node, Pair, YAMLMap } from 'yaml';
import type { Position } from '../../model/problem.ts';
import type { Path } from '../flaw.ts';
import { yaml } from './yaml-library.ts';
import { positionAt, type YamlSource } from './yaml-source.ts';

/** The place of a value, or of its key; of the nearest ancestor when the path does not exist. */
export type Locate = (path: Path, at: 'key' | 'value') => Position;

const target = (node: unknown, { document }: YamlSource): unknown =>
  yaml().isAlias(node) ? node.resolve(document) : node;

/** The pair of a key, in the map itself or in one that it merges with `<<`; the last one wins. */
function pairOf(map: YAMLMap, key: string, source: YamlSource): Pair | undefined {
  const { isMap, isPair, isScalar, isSeq } = yaml();
  const named = (name: string) =>
    map.items.findLast(
      pair => isPair(pair) && String(isScalar(pair.key) ? pair.key.value : pair.key) === name,
    );
  const own = named(key);
  if (own !== undefined) return own;
  const merged = target(named('<<')?.value, source);
  for (const one of isSeq(merged) ? merged.items : [merged]) {
    const inner = target(one, source);
    const found = isMap(inner) ? pairOf(inner, key, source) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];

const isEmpty = (node: unknown): boolean => {
  const range = (node as Node | null | undefined)?.range;
  return range === undefined || range === null || range[0] === range[1];
};

/** Finds places in a parsed file. */
export function createLocator(source: YamlSource): Locate {
  return (path, at) => {
    const { isMap, isSeq } = yaml();
    let node: unknown = source.document.contents;
    let key: number | undefined;
    let value = startOf(node);
    for (const part of path) {
      const container = target(node, source);
      if (isMap(container)) {
        const pair = pairOf(container, String(part), source);
        if (pair === undefined) return positionAt(source, key ?? value ?? 0);
        key = startOf(pair.key);
        node = pair.value;
      } else if (isSeq(container) && container.items[Number(part)] !== undefined) {
        key = undefined;
        node = container.items[Number(part)];
      } else {
        return positionAt(source, key ?? value ?? 0);
      }
      value = startOf(node);
    }
    const spot = at === 'key' || isEmpty(node) ? (key ?? value) : (value ?? key);
    return positionAt(source, spot ?? 0);
  };
}
