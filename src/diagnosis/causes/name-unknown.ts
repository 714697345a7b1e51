import { causeInLog } from '../cause-in-log.ts';

/** A host name of the configuration is none in the network of the service. */
export const cause = causeInLog({
  id: 'name-unknown',
  patterns: [
    /host not found in upstream "([^":]+)/,
    /could not translate host name "([^"]+)"/,
    /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (\S+)/,
  ],
  cause: ({ service, parts: [name] }) =>
    `${service} asks for the host ${name}, which is no service in its networks.`,
  fix: ({ parts: [name] }) => ({
    text: `Correct the name, or attach both services to one network; docker compose ps ${name} shows whether it runs at all.`,
  }),
});
