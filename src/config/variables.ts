/** Where `${NAME}` and `{ env: NAME }` find their values. */
export interface Variables {
  /** The value; an empty one counts as unset. */
  get(name: string): string | undefined;
  /** For "did you mean". */
  readonly names: readonly string[];
}

/** Looks in the first of some environments that has the variable set and not empty. */
export function variablesOf(
  ...environments: readonly Readonly<Record<string, string | undefined>>[]
): Variables {
  return {
    get: name => environments.map(one => (Object.hasOwn(one, name) ? one[name] : undefined)).find(Boolean),
    get names() {
      return [...new Set(environments.flatMap(one => Object.keys(one)))];
    },
  };
}
