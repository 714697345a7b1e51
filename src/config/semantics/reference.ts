import { nearest } from '../did-you-mean.ts';
import type { Flaw, Path } from '../flaw.ts';

/** A name that stands in the file and should be that of something else. */
export interface Reference {
  readonly name: string;
  readonly path: Path;
  /** The name is a key of a map. */
  readonly at?: 'key';
}

/** Flaws of the references that are not among the names, which stand at `lacks`. `kind` reads like "service". */
export function unknownReferences(
  kind: string,
  references: readonly Reference[],
  names: readonly string[],
  lacks?: readonly Path[],
): Flaw[] {
  const known = new Set(names);
  return references
    .filter(({ name }) => !known.has(name))
    .map(({ name, path, at }) => {
      const near = nearest(name, names);
      const some = names.slice(0, 12).join(', ') + (names.length > 12 ? ', …' : '');
      return {
        code: 'CONFIG_UNKNOWN_REFERENCE',
        path,
        at,
        message: `there is no ${kind} "${name}"`,
        expected: names.length === 0 ? `a ${kind}; none is declared` : `one of ${some}`,
        got: JSON.stringify(name),
        fix: near === undefined ? `Declare the ${kind}, or name one that exists.` : `Did you mean "${near}"?`,
        lacks,
      };
    });
}
