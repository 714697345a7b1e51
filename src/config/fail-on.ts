/** What may make a run unhealthy, the gravest first. By itself: options are declared at each start, schemas are not loaded. */
export const FAIL_ON = ['fail', 'warn'] as const;
/** One of {@link FAIL_ON}. */
export type FailOn = (typeof FAIL_ON)[number];
