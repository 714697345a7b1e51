import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, HOST, reservePort } from './ports.ts';

test.each([
  ['reserved', reservePort],
  ['free', freePort],
])('ports that are %s differ, and a server can listen on each', async (_name, take) => {
  const addresses = await Promise.all(Array.from({ length: 20 }, take));
  expect(new Set(addresses.map(({ port }) => port)).size).toBe(20);
  for (const { host, port } of addresses) {
    expect(host).toBe(HOST);
    for (const listenOn of [HOST, undefined]) {
      const server = createServer().listen(port, listenOn);
      await once(server, 'listening');
      server.close();
      await once(server, 'close');
    }
  }
});
