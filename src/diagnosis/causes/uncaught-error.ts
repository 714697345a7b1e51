import { causeInLog } from '../cause-in-log.ts';

/** An exception that nobody handles ended a request or the process. */
export const cause = causeInLog({
  id: 'uncaught-error',
  general: true,
  patterns: [
    /^((?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Exit|Interrupt): .+)/,
    /^\s*(?:Uncaught )?((?:\w*Error|AssertionError)(?: \[\w+\])?: .+)/,
    /^(panic: .+)/,
  ],
  cause: ({ service, parts: [error] }) => `${service} ran into an error that nobody handles: ${error}`,
  fix: ({ service }) => ({
    text: `Read the lines before it in the log of ${service}: they name file and line.`,
  }),
});
