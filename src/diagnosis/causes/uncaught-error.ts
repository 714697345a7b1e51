import { causeInLog } from '../cause-in-log.ts';

/** An exception ended a request or the process. */
export const cause = causeInLog({
  id: 'uncaught-error',
  general: true,
  patterns: [
    /^((?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Exit|Interrupt): .+)/,
    /^\s*(?:Uncaught )?((?:\w*Error|AssertionError)(?: \[\w+\])?: .+)/,
    /^(panic: .+)/,
  ],
  cause: ({ service, parts: [error] }) => `${service} met this error: ${error}`,
  fix: ({ service }) => ({
    text: `Read the lines around it in the log of ${service}: they name file and line.`,
  }),
});
