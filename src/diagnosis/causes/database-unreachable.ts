import { causeInLog } from '../cause-in-log.ts';

/** A client of a database does not get through to it. */
export const cause = causeInLog({
  id: 'database-unreachable',
  patterns: [
    /connection to server at "([^"]+)".*port (\d+) failed: (?:Connection refused|No route|timeout)/i,
    /could not connect to server: (?:Connection refused|No route to host)/i,
    /connect ECONNREFUSED (\S+):(5432|3306|6379|27017)\b/,
  ],
  cause: ({ service, parts: [host, port] }) =>
    `${service} cannot connect to its database${host === undefined ? '' : ` at ${host}, port ${port}`}: it is down, still starting, or elsewhere.`,
  fix: ({ service }) => ({
    text: `See that the database runs and is healthy; compare host and port in the environment of ${service}, and let depends_on wait with condition: service_healthy.`,
  }),
});
