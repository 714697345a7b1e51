import type { Path } from '../flaw.ts';

/** The paths of all values within a value, its own included. */
export function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...keys.flatMap(key => pathsIn((value as Record<string | number, unknown>)[key], [...path, key])),
  ];
}

/** What stands at a path. */
export function at(document: unknown, path: Path): unknown {
  let current = document;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

/** Puts a value at a path, where what it stands in can hold it. */
export function put(document: unknown, where: Path, value: unknown): void {
  const parent = at(document, where.slice(0, -1));
  if (typeof parent !== 'object' || parent === null) return;
  const name = where.at(-1) ?? '';
  if (Array.isArray(parent) && typeof name !== 'number') return;
  Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Removes what stands at a path. */
export function drop(document: unknown, where: Path): void {
  const parent = at(document, where.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(Number(where.at(-1)), 1);
  else if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, where.at(-1) ?? '');
}
