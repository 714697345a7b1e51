import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { registryOf } from '../image-source.ts';
import { boundSockets, listeners } from './listeners.ts';

const signal = AbortSignal.timeout(30_000);

test('who listens is found by its process id, and no longer when it has stopped', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await listeners(port, 'tcp', undefined, signal)).toEqual([
    { pid: process.pid, name: expect.stringMatching(/node|vitest|Main/i) },
  ]);
  expect(await listeners(port, 'tcp', '127.0.0.1', signal)).toHaveLength(1);
  expect(await listeners(port, 'udp', undefined, signal)).toEqual([]);
  server.close();
  await once(server, 'close');
  expect(await listeners(port, 'tcp', undefined, signal)).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'a listener at another address of the machine is not in the way',
  async () => {
    const server = createServer().listen(0, '127.0.0.2');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await listeners(port, 'tcp', '127.0.0.1', signal)).toEqual([]);
    expect(await listeners(port, 'tcp', '0.0.0.0', signal)).toHaveLength(1);
    server.close();
  },
);

test('udp is told from tcp', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  expect(await listeners(port, 'udp', undefined, signal)).toHaveLength(1);
  expect(await listeners(port, 'tcp', undefined, signal)).toEqual([]);
  socket.close();
});

test('a table of the kernel', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1',
    '   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 12346 1',
    '   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12347 1',
  ].join('\n');
  expect(boundSockets(table, 'tcp', 8080)).toEqual([{ inode: '12345', address: '0100007F' }]);
  expect(boundSockets(table, 'tcp', 80)).toEqual([{ inode: '12347', address: '00000000' }]);
});

test.each([
  ['postgres', 'registry-1.docker.io'],
  ['library/postgres:17', 'registry-1.docker.io'],
  ['docker.io/library/postgres', 'registry-1.docker.io'],
  ['ghcr.io/a/b@sha256:0', 'ghcr.io'],
  ['localhost/a', 'localhost'],
  ['registry:5000/a', 'registry:5000'],
])('%s is pulled from %s', (image, registry) => {
  expect(registryOf(image)).toBe(registry);
});
