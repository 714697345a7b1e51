import type { ErrorObject } from 'ajv';
import type { Flaw, Path } from '../flaw.ts';
import type { JsonSchema } from './describe-schema.ts';

/** A flaw of structure. `wrongType`: the value is of another JSON type than the schema, so nothing inside was judged. */
export interface Explained extends Flaw {
  readonly wrongType?: boolean;
  /** The key that must be there, in the map that the path leads to. */
  readonly missing?: string;
  /** The schema of what should stand at the path, or at `missing`. */
  readonly wanted?: JsonSchema;
}

/** What people are shown of a value: the value itself, or the text before variables were replaced. */
export type Shown = (path: Path, value: unknown) => unknown;

/** The path of a JSON pointer. */
export function pathOf(pointer: string): Path {
  if (pointer === '') return [];
  const parts = pointer.slice(1).split('/');
  return parts.map(part => {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    return /^(0|[1-9][0-9]*)$/.test(key) ? Number(key) : key;
  });
}

/** The errors by the place they are about. */
export const byInstance = (errors: readonly ErrorObject[]): ErrorObject[][] => [
  ...Map.groupBy(errors, error => error.instancePath).values(),
];
