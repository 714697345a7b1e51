/** What is lent until it is given back. */
export interface Held<T> {
  readonly value: T;
  giveBack(): Promise<void>;
}

/**
 * Holds what is only lent for the length of a callback.
 *
 * @throws what `lend` throws before it lends
 */
export async function hold<T>(
  lend: (use: (value: T) => Promise<void>) => Promise<unknown>,
): Promise<Held<T>> {
  const lent = Promise.withResolvers<T>();
  const over = Promise.withResolvers<void>();
  const lending = lend(async value => {
    lent.resolve(value);
    await over.promise;
  });
  lending.catch(lent.reject);
  const value = await lent.promise;
  return {
    value,
    async giveBack() {
      over.resolve();
      await lending;
    },
  };
}
