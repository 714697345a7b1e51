import { causeInLog } from '../cause-in-log.ts';

/** nginx refuses its configuration. */
export const cause = causeInLog({
  id: 'bad-nginx-configuration',
  general: true,
  own: true,
  patterns: [/\[emerg\] (?:\d+#\d+: )?(.+ in (\S+:\d+))/],
  cause: ({ service, parts: [, place] }) => `nginx of ${service} refuses its configuration at ${place}.`,
  fix: ({ service }) => ({ text: `Correct that line; nginx -t in ${service} says whether it is taken.` }),
});
