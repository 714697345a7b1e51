import { causeInLog } from '../cause-in-log.ts';

/** The user of the process may not do what it does. */
export const cause = causeInLog({
  id: 'permission-denied',
  own: true,
  patterns: [
    /(?:Permission ?(?:Error|denied)|EACCES|EPERM)[^'"]*['"]([^'"]+)['"]/i,
    /(\/\S+): Permission denied/,
    /(?:exec|open|mkdir|chown|initdb)[^:]*:? "?(\/[^": ]+)"?[^:]*: permission denied/i,
  ],
  cause: ({ service, parts: [path] }) => `The user that ${service} runs as may not use ${path}.`,
  fix: ({ parts: [path] }) => ({
    text: `Give that user ${path}: the owner of the volume, the run bit of a script, or USER in the Dockerfile.`,
  }),
});
