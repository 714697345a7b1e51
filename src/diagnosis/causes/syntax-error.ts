import { causeInLog } from '../cause-in-log.ts';

/** The code cannot be read by its interpreter. */
export const cause = causeInLog({
  id: 'syntax-error',
  own: true,
  patterns: [/^(?:\w+ )?((?:SyntaxError|IndentationError|TabError): .*)/],
  cause: ({ service, parts: [error] }) => `The code of ${service} has a mistake in its syntax: ${error}.`,
  fix: ({ service }) => ({
    text: `Correct the file that the lines before name; if the last deployment of ${service} brought it, go back to the one before.`,
  }),
});
