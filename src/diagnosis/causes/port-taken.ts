import { causeInLog } from '../cause-in-log.ts';

/** Somebody else has the port. */
export const cause = causeInLog({
  id: 'port-taken',
  own: true,
  patterns: [
    /Bind for \S*?:(\d+) failed: port is already allocated/,
    /listen tcp\d? \S*?:(\d+): bind: address already in use/,
    /EADDRINUSE: address already in use \S*?:(\d+)/,
    /bind\(\) to \S*?:(\d+) failed \(98: /,
    /could not bind .*?port (\d+).*Address already in use/i,
    /(Address already in use)/i,
  ],
  cause: ({ parts: [port = ''] }) =>
    `Another process has ${/^\d+$/.test(port) ? `port ${port}` : 'the port'} already.`,
  fix: ({ parts: [port = ''] }) => ({
    text: 'Find out who has it, and end that or give the service another port.',
    command: /^\d+$/.test(port) ? `ss -ltnp 'sport = :${port}'` : undefined,
  }),
});
