import { causeInLog, type Match } from '../cause-in-log.ts';

/** The service that an upstream belongs to; null: none has it now, undefined: it is not known. */
function serviceAt({ parts: [upstream = ''], servicesByAddress }: Match): string | null | undefined {
  if (servicesByAddress === undefined || !URL.canParse(upstream)) return undefined;
  return servicesByAddress.get(new URL(upstream).hostname) ?? null;
}

const READ_ONCE = 'nginx looks a name up once, when it starts';

/** A proxy gets through to the machine, and nobody listens there. */
export const cause = causeInLog({
  id: 'upstream-refuses',
  general: true,
  unanswered: true,
  patterns: [
    /connect\(\) failed \((?:111: Connection refused|113: [^)]+)\) while connecting to upstream.*upstream: "([^"]+)"/,
    /upstream timed out \(110: [^)]+\).*upstream: "([^"]+)"/,
    /no live upstreams while connecting to upstream.*upstream: "([^"]+)"/,
  ],
  cause(match) {
    const { service, parts } = match;
    const behind = serviceAt(match);
    if (behind === null)
      return `${service} gets no answer from ${parts[0]}, an address that no service of the stack has now.`;
    const asked = behind === undefined ? parts[0] : `${behind} (${parts[0]})`;
    return `${service} gets no answer from ${asked}: the service there is down, hangs, or listens on another port or on 127.0.0.1 only.`;
  },
  fix(match) {
    const behind = serviceAt(match);
    if (behind === null)
      return {
        text: `${READ_ONCE}: where a container was made anew since, have it look again, by nginx -s reload in ${match.service} or a restart of it.`,
      };
    return {
      text: `Compare the port of proxy_pass with the one that ${behind ?? 'the service'} listens on, which must do so on 0.0.0.0, and read the log of ${behind ?? 'that service'}.${behind === undefined ? ` ${READ_ONCE}: after the container behind it was made anew, nginx -s reload.` : ''}`,
    };
  },
});
