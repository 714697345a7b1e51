/**
 * The target: answers each request with a small JSON document after so many milliseconds. Says its port, and, each time it
 * is asked on its standard input, how many milliseconds lay between the first request since then and the last answer.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const delayMs = Number(process.argv[2]);
const tell = (value: number) => process.stdout.write(`${value}\n`);
let first: number | undefined;
let last = 0;
const server = createServer((_, answer) => {
  first ??= performance.now();
  setTimeout(() => {
    answer.setHeader('content-type', 'application/json').end('{"ok":true,"id":1}');
    last = performance.now();
  }, delayMs);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => tell((server.address() as AddressInfo).port));
process.stdin.on('data', () => {
  tell(first === undefined ? 0 : last - first);
  first = undefined;
});
// Whoever started it has ended when nobody listens any more.
process.stdin.once('end', () => process.exit());
