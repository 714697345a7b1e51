/** The target: answers each request with a small JSON document after so many milliseconds; says its port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const delayMs = Number(process.argv[2]);
const server = createServer((_, answer) => {
  setTimeout(() => answer.setHeader('content-type', 'application/json').end('{"ok":true,"id":1}'), delayMs);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
// Whoever started it has ended when nobody listens any more.
process.stdin.resume().once('end', () => process.exit());
