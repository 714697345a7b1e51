import { causeInLog } from '../cause-in-log.ts';

/** The server has no database of that name. */
export const cause = causeInLog({
  id: 'database-missing',
  patterns: [/database "([^"]+)" does not exist/, /Unknown database '([^']+)'/],
  cause: ({ service, parts: [name] }) => `${service} asks for the database ${name}, which does not exist.`,
  fix: ({ parts: [name] }) => ({
    text: `Create ${name} (init scripts run only while the volume is empty), or correct the name in the connection string.`,
  }),
});
