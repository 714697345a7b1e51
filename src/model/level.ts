/** The rungs of the health ladder, in the order in which they are climbed and reported. */
export const HEALTH_LEVELS = [
  'containers',
  'connectivity',
  'api',
  'database',
  'pwa',
  'auth',
  'realtime',
  'system',
] as const;

/** What is looked at in the files of the application alone, without any stack. */
export const STATIC_LEVELS = ['source', 'config', 'security'] as const;

/** What is looked at on the machine before a stack is started: `failsafe doctor`, not `failsafe check`. */
export const HOST_LEVELS = ['host'] as const;

/** All levels, in the order of reports. */
export const LEVELS = [...HEALTH_LEVELS, ...STATIC_LEVELS, ...HOST_LEVELS] as const;

/** One rung of the ladder, or one way to look at the files. */
export type Level = (typeof LEVELS)[number];

/** Whether a level looks at files alone: its checks need no stack. */
export const isStatic = (level: Level): boolean => (STATIC_LEVELS as readonly Level[]).includes(level);
