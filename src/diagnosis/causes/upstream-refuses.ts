import { causeInLog } from '../cause-in-log.ts';

/** A proxy gets through to the machine, and nobody listens there. */
export const cause = causeInLog({
  id: 'upstream-refuses',
  general: true,
  patterns: [
    /connect\(\) failed \((?:111: Connection refused|113: [^)]+)\) while connecting to upstream.*upstream: "([^"]+)"/,
    /upstream timed out \(110: [^)]+\).*upstream: "([^"]+)"/,
    /no live upstreams while connecting to upstream.*upstream: "([^"]+)"/,
  ],
  cause: ({ service, parts: [upstream] }) =>
    `${service} gets no answer from ${upstream}: the service there is down, hangs, or listens on another port.`,
  fix: () => ({
    text: 'Compare the port of proxy_pass with the one that the service listens on, and read the log of that service. nginx looks a name up once: after the container behind it was made anew, nginx -s reload.',
  }),
});
