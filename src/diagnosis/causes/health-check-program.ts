import type { KnownCause } from '../known-cause.ts';

const PATTERNS = [
  /exec: "([^"]+)": (?:executable file not found|stat [^:]+: no such file)/,
  /sh: (?:line )?(?:\d+: )?([\w./-]+): (?:command )?not found/,
];

/** The health check calls a program that the image does not have: it says nothing of the service. */
export const cause: KnownCause = {
  id: 'health-check-program',
  find({ check, message, service, logs }) {
    if (check !== 'containers.healthy') return undefined;
    const program = PATTERNS.map(pattern => pattern.exec(message)?.[1]).find(found => found !== undefined);
    if (program === undefined) return undefined;
    const diagnosis = {
      id: 'health-check-program',
      service,
      cause: `The image of ${service} has no ${program}, which its health check calls: nothing is known of the service itself.`,
      because: [message],
      fix: {
        text: `Write the health check with what the image has (wget, node -e, python -c, or the client of the service), or install ${program} in the image; then create the container anew.`,
      },
    };
    // Before a file that is missed, which these words speak of as well
    return { diagnosis, place: logs.length + 1 };
  },
};
