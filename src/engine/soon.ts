/** What is there, or a promise of it. Of thousands that are there a promise for each takes longer than the work. */
export type Soon<T> = T | Promise<T>;

/** What comes next: at once where it can. */
export function after<T, U>(soon: Soon<T>, next: (value: T) => Soon<U>): Soon<U> {
  return soon instanceof Promise ? soon.then(next) : next(soon);
}

/** All of them, at once where all are there. */
export function allOf<T>(all: readonly Soon<T>[]): Soon<readonly T[]> {
  const isThere = (one: Soon<T>): one is T => !(one instanceof Promise);
  return all.every(isThere) ? all : Promise.all(all);
}

/** Made once for each key; kept without its promise as soon as it is there. */
export function remembered<T>(known: Map<string, Soon<T>>, key: string, make: () => Soon<T>): Soon<T> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  if (made instanceof Promise)
    made.then(
      value => known.set(key, value),
      // Whoever asked hears of it
      () => undefined,
    );
  return made;
}
