const LATE_WORDS = /Cannot find parent object|was not bound in the connection/;

/**
 * Whether an error is only that playwright-core heard of something in a browser that was killed: it throws that where
 * nobody can catch it. The look has ended by then.
 */
export const isOfEndedBrowser = (error: { readonly message: string; readonly stack?: string }): boolean =>
  LATE_WORDS.test(error.message) && (error.stack ?? '').includes('playwright-core');
