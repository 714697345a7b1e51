/** The rungs of the health ladder, in the order in which they are climbed and reported. */
export const LEVELS = [
  'containers',
  'connectivity',
  'api',
  'database',
  'pwa',
  'auth',
  'realtime',
  'system',
] as const;

/** One rung of the health ladder. */
export type Level = (typeof LEVELS)[number];
