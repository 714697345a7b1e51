import { causeInLog } from '../cause-in-log.ts';

/** A volume was written by another major version of the database. */
export const cause = causeInLog({
  id: 'data-of-another-version',
  own: true,
  patterns: [
    /initialized by PostgreSQL version (\d+).*not compatible with this version (\d+)/,
    /(database files are incompatible with server)/,
  ],
  cause: ({ service, parts: [from, to] }) =>
    to === undefined
      ? `The volume of ${service} was written by another major version of PostgreSQL.`
      : `The volume of ${service} was written by PostgreSQL ${from}, and its image brings ${to}.`,
  fix: ({ parts: [from, to] }) => ({
    text: `Go back to the image of ${to === undefined ? 'the version before' : `PostgreSQL ${from}`}, dump the data there, and restore it into an empty volume of the new one.`,
  }),
});
