import { expect, test } from 'vitest';
import type { ListedContainer } from './project-containers.ts';
import { addressOf, publishedPorts } from './published-ports.ts';

type Port = ListedContainer['Ports'][number];

const port = (IP: string, PrivatePort: number, PublicPort: number, Type = 'tcp'): Port => ({
  IP,
  PrivatePort,
  PublicPort,
  Type,
});

const container = (Id: string, Ports: Port[], NetworkMode = 'app_default') =>
  ({ Id, Ports, HostConfig: { NetworkMode } }) as unknown as ListedContainer;

test.each<[string, Port[], string, object]>([
  [
    'on all interfaces',
    [port('0.0.0.0', 80, 8080), port('::', 80, 8081)],
    '127.0.0.1',
    { host: '127.0.0.1', port: 8080 },
  ],
  ['on IPv6 only', [port('::', 80, 8081)], '127.0.0.1', { host: '127.0.0.1', port: 8081 }],
  ['on one interface', [port('192.0.2.7', 80, 8080)], '127.0.0.1', { host: '192.0.2.7', port: 8080 }],
  ['on another machine', [port('0.0.0.0', 80, 8080)], 'build.example', { host: 'build.example', port: 8080 }],
])('a port published %s', (_, ports, host, address) => {
  expect(publishedPorts(container('a', ports), [], host)).toEqual({ 80: address });
});

test('a port that is only exposed, or UDP, is not published', () => {
  const exposed = { PrivatePort: 80, Type: 'tcp' } as Port;
  expect(publishedPorts(container('a', [exposed, port('0.0.0.0', 53, 53, 'udp')]), [], 'h')).toEqual({});
});

test('a service in the network of another one is reached by the ports of that one', () => {
  const owner = container('a', [port('0.0.0.0', 80, 8080)]);
  const guest = container('b', [], 'container:a');
  expect(addressOf(guest, [owner, guest], 80, '127.0.0.1')).toEqual({ host: '127.0.0.1', port: 8080 });
});

test('on the network of the host every port is as it is', () => {
  expect(addressOf(container('a', [], 'host'), [], 5000, '127.0.0.1')).toEqual({
    host: '127.0.0.1',
    port: 5000,
  });
});
