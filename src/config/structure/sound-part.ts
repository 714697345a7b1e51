import type { Fault, Path } from '../fault.ts';
import { isMap } from '../is-map.ts';

/** The part of a document that keeps to the schema, and where its values stand in the document. */
export interface SoundPart {
  readonly value: unknown;
  original(path: Path): Path;
}

type Container = Record<string | number, unknown>;

/** A copy of maps and lists; scalars are shared. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
}

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** A copy of a document that can be mended, and remembers what its keys and indexes were. */
export function createMendable(document: unknown) {
  const value = copy(document);
  const names = new Map<object, Map<string | number, string | number>>();
  const namesOf = (container: Container) => {
    const known = names.get(container);
    if (known !== undefined) return known;
    const fresh = new Map<string | number, string | number>();
    names.set(container, fresh);
    return fresh;
  };

  function parentOf(path: Path): Container | undefined {
    let current: unknown = value;
    for (const key of path.slice(0, -1)) current = isContainer(current) ? current[key] : undefined;
    return isContainer(current) ? current : undefined;
  }

  function removeItem(list: unknown[], index: number): void {
    const map = namesOf(list as unknown as Container);
    const originals = list.map((_, position) => map.get(position) ?? position);
    list.splice(index, 1);
    originals.splice(index, 1);
    for (const [position, original] of originals.entries()) map.set(position, original);
  }

  return {
    value,
    /** Renames a misspelt key; removes anything else that is wrong. */
    mend({ path, meant }: Fault): void {
      const parent = parentOf(path);
      const key = path.at(-1);
      if (parent === undefined || key === undefined || !Object.hasOwn(parent, key)) return;
      if (Array.isArray(parent)) {
        removeItem(parent, Number(key));
        return;
      }
      if (meant !== undefined) {
        parent[meant] = parent[key];
        namesOf(parent).set(meant, key);
      }
      delete parent[key];
    },
    original(path: Path): Path {
      let current: unknown = value;
      return path.map(key => {
        const container = current;
        if (!isContainer(container)) return key;
        current = container[key];
        return names.get(container)?.get(key) ?? key;
      });
    },
  };
}
