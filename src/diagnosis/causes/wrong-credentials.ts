import { causeInLog } from '../cause-in-log.ts';

/** The database knows the role, and not this password, or the other way round. */
export const cause = causeInLog({
  id: 'wrong-credentials',
  patterns: [
    /password authentication failed for user "([^"]+)"/,
    /Access denied for user '([^']+)'/,
    /role "([^"]+)" does not exist/,
  ],
  cause: ({ service, parts: [user] }) =>
    `${service} says that the login as ${user} is refused: password or role are others than those of the database.`,
  fix: ({ parts: [user] }) => ({
    text: `Give the services the credentials that the database was made with; POSTGRES_PASSWORD changes nothing once its volume exists, ALTER ROLE ${user} PASSWORD … does.`,
  }),
});
