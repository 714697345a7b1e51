import { causeInLog } from '../cause-in-log.ts';

/** A variable of the environment that the code cannot do without is not set. */
export const cause = causeInLog({
  id: 'missing-variable',
  own: true,
  patterns: [
    /KeyError: '([A-Z][A-Z0-9_]{2,})'/,
    /(?:environment variable|env var)\s+["'`]?([A-Z][A-Z0-9_]{2,})["'`]?\s+(?:is )?(?:not set|missing|required|undefined)/i,
    /["'`]?([A-Z][A-Z0-9_]{2,})["'`]? (?:must be set|is not set|is required)/,
    /Database is uninitialized and (superuser password) is not specified/,
  ],
  cause: ({ service, parts: [name = ''] }) =>
    /^[A-Z]/.test(name)
      ? `${service} needs the variable ${name}, which is not set.`
      : `${service} needs POSTGRES_PASSWORD for an empty volume.`,
  fix: ({ service, parts: [name = ''] }) => ({
    text: `Set ${/^[A-Z]/.test(name) ? name : 'POSTGRES_PASSWORD'} in .env or under environment: of ${service}, and create the container anew.`,
  }),
});
