import { causeInLog } from '../cause-in-log.ts';

/** A library that the code imports is not installed where it runs. */
export const cause = causeInLog({
  id: 'missing-module',
  own: true,
  patterns: [
    /ModuleNotFoundError: No module named '([^']+)'/,
    /ImportError: No module named '?([\w.]+)/,
    /Error(?: \[\w+\])?: Cannot find (?:module|package) '([^']+)'/,
  ],
  cause: ({ service, parts: [name] }) =>
    `${service} imports ${name}, which is not installed where it runs, or whose file is not there.`,
  fix: ({ service, parts: [name] }) => ({
    text: `Add ${name} to the dependencies of ${service} (requirements.txt, package.json), install them or build its image anew, and start it.`,
  }),
});
