import { causeInLog } from '../cause-in-log.ts';

/** The code expects tables or columns that the database does not have. */
export const cause = causeInLog({
  id: 'schema-behind',
  patterns: [
    /((?:relation|column) "?[\w.]+"? (?:of relation "\w+" )?does not exist)/,
    /no such (?:table|column): ([\w.]+)/,
    /(The (?:table|column) [`"][\w.]+[`"] does not exist)/,
    /(Table '[^']+' doesn't exist)/,
    /(Can't locate revision identified by '\w+')/,
  ],
  cause: ({ service, parts: [what] }) => `${service} and its database are not at the same version: ${what}.`,
  fix: () => ({
    text: 'Run the migrations of the version that is deployed; after a rollback, those of that one.',
  }),
});
