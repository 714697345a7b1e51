/**
 * Answers on so many ports, each with `{"ok":true}`, and counts: `node bench/monitor/counting-server.ts PORTS`, as a child
 * with a channel. Says the ports first; each message is answered with the counts.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const counts: number[] = [];
const ports: number[] = [];
for (let index = 0; index < Number(process.argv[2]); index++) {
  counts.push(0);
  const server = createServer((_, answer) => {
    counts[index] = (counts[index] ?? 0) + 1;
    answer.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
  server.keepAliveTimeout = 60_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ports.push((server.address() as AddressInfo).port);
}
process.send?.(ports);
process.on('message', () => process.send?.(counts));
process.on('disconnect', () => process.exit());
