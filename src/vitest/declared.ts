import { ProblemError } from '../model/problem.ts';

/**
 * The target of this name, or the only one there is.
 *
 * @throws ProblemError SPEC_UNKNOWN_TARGET
 */
export function declared<T>(targets: Readonly<Record<string, T>>, name: string | undefined): T {
  const names = Object.keys(targets);
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  const found = wanted === undefined || !Object.hasOwn(targets, wanted) ? undefined : targets[wanted];
  if (found !== undefined) return found;
  throw new ProblemError([
    {
      code: 'SPEC_UNKNOWN_TARGET',
      message:
        name === undefined
          ? 'a spec must say which target it means'
          : `failsafe.yaml has no such target: ${name}`,
      expected: names.length === 0 ? 'a target of this kind in failsafe.yaml' : `one of ${names.join(', ')}`,
      fix: 'Give the name that it has under `targets`.',
    },
  ]);
}
