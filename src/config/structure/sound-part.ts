import type { Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import type { Cut } from './cuts.ts';
import type { Explained } from './explained.ts';
import { placeholder } from './placeholder.ts';

/** A document that keeps to the schema, and how it differs from the one that was written. */
export interface SoundPart {
  readonly value: unknown;
  /** Where a value stands in the document that was written. */
  original(path: Path): Path;
  /** What is not as it was written, by places of the document that was written. */
  readonly cuts: readonly Cut[];
}

type Container = Record<string | number, unknown>;

/** A copy of maps and lists; scalars are shared. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
}

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/**
 * A copy of a document that can be mended, and remembers what its keys were. As little as possible is cut: only the
 * wrong value itself. What must be there, and items of lists, are held by placeholders, so that the rest stays as it is.
 */
export function createMendable(document: unknown) {
  const value = copy(document);
  const names = new Map<object, Map<string | number, string | number>>();
  const cuts: Cut[] = [];

  function containerAt(path: Path): Container | undefined {
    let current: unknown = value;
    for (const key of path)
      current = isContainer(current) && Object.hasOwn(current, key) ? current[key] : undefined;
    return isContainer(current) ? current : undefined;
  }

  function original(path: Path): Path {
    let current: unknown = value;
    return path.map(key => {
      const container = current;
      if (!isContainer(container)) return key;
      current = container[key];
      return names.get(container)?.get(key) ?? key;
    });
  }

  return {
    value,
    cuts,
    original,
    /** Adds what is missing, renames a misspelt key, and takes away anything else that is wrong. */
    mend({ code, path, meant, missing, wanted = {} }: Explained): void {
      const parent = containerAt(missing === undefined ? path.slice(0, -1) : path);
      const key = missing ?? path.at(-1);
      if (parent === undefined || key === undefined) return;
      if (missing === undefined && !Object.hasOwn(parent, key)) return;
      if (meant !== undefined) {
        parent[meant] = parent[key];
        names.set(parent, (names.get(parent) ?? new Map()).set(meant, key));
        delete parent[key];
        return;
      }
      const unknownKey = code === 'CONFIG_UNKNOWN_KEY' || code === 'CONFIG_INVALID_KEY';
      cuts.push({ path: original(missing === undefined ? path : [...path, missing]), unknownKey });
      if (missing !== undefined || Array.isArray(parent)) parent[key] = placeholder(wanted);
      else delete parent[key];
    },
  };
}
