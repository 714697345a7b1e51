import { expect, test } from 'vitest';
import type { ComposeDocument, ComposeMount, ComposeService } from './compose-document.ts';
import { type IsolationRules, isolate } from './isolate.ts';
import { isolateMounts, type PathKind } from './isolate-mounts.ts';

const KINDS: Readonly<Record<string, PathKind>> = {
  '/app/code': 'directory',
  '/app/nginx.conf': 'file',
  '/srv/database': 'directory',
  '/var/run/docker.sock': 'other',
};

const rules: IsolationRules = {
  labels: { owner: 'me' },
  publishOn: '127.0.0.1',
  imageName: service => `failsafe-app/${service}:1`,
  kindOf: path => KINDS[path] ?? 'missing',
  isOurs: path => path.startsWith('/app/'),
};

const isolated = (service: ComposeService, more: Partial<ComposeDocument> = {}, own = rules) =>
  isolate({ services: { web: service }, ...more }, own).document;

test.each<[string, ComposeService, object]>([
  ['a fixed port', { ports: ['0.0.0.0:80:8080/tcp'] }, { ports: ['127.0.0.1::8080/tcp'] }],
  ['a port without an address', { ports: ['80:8080'] }, { ports: ['127.0.0.1::8080'] }],
  [
    'a port in parts',
    {
      ports: [
        { target: 53, published: '53', protocol: 'udp' },
        { target: 80, published: 80 },
      ],
    },
    { ports: ['127.0.0.1::53/udp', '127.0.0.1::80'] },
  ],
  [
    'a fixed name, which stays known inside',
    { container_name: 'my-db', networks: { back: { aliases: ['db'] } } },
    { networks: { back: { aliases: ['db', 'my-db'] } } },
  ],
  [
    'a fixed name on the default network',
    { container_name: 'my-db' },
    { networks: { default: { aliases: ['my-db'] } } },
  ],
  ['a fixed address', { networks: { back: { ipv4_address: '10.1.2.3' } } }, { networks: { back: {} } }],
  [
    'an image that is built',
    { build: '/app', image: 'app:1' },
    { build: '/app', image: 'failsafe-app/web:1' },
  ],
  [
    'an image that is pulled',
    { image: 'nginx', pull_policy: 'always' },
    { image: 'nginx', pull_policy: 'always' },
  ],
  ['its own labels', { labels: { kept: 'yes' } }, { labels: { kept: 'yes', owner: 'me' } }],
  ['the rest', { command: 'run', cap_drop: ['ALL'] }, { command: 'run', cap_drop: ['ALL'] }],
])('a service with %s', (_, service, expected) => {
  const { container_name, mac_address, ...web } = isolated(service).services.web ?? {};
  expect(web).toMatchObject(expected);
  expect(container_name).toBeUndefined();
});

test('on the network of the host there is nothing to attach to', () => {
  expect(isolated({ network_mode: 'host' }).services.web).not.toHaveProperty('networks');
});

test('an engine elsewhere publishes on all its addresses', () => {
  const remote = { ...rules, publishOn: undefined };
  expect(isolated({ ports: ['127.0.0.1:80:8080/tcp'] }, {}, remote).services.web?.ports).toEqual([
    '8080/tcp',
  ]);
});

test('a service that runs on an image which another one builds takes the built one', () => {
  const services = {
    web: { build: '/app', image: 'app' },
    worker: { image: 'app' },
    cache: { image: 'redis' },
  };
  const images = Object.values(isolate({ services }, rules).document.services).map(({ image }) => image);
  expect(images).toEqual(['failsafe-app/web:1', 'failsafe-app/web:1', 'redis']);
});

test('networks and volumes are fresh, however they are declared', () => {
  const document = isolated(
    {},
    {
      name: 'app',
      networks: {
        back: { name: 'fixed', ipam: { config: [{ subnet: '10.1.0.0/16' }] }, internal: true },
        shared: { external: true, name: 'shared' },
        wired: { driver_opts: { 'com.docker.network.bridge.name': 'br0', mtu: '1400' } },
      },
      volumes: {
        data: { external: true, name: 'production-data' },
        disk: { driver_opts: { type: 'none', o: 'bind', device: '/srv/database' } },
      },
    },
  );
  const labels = { owner: 'me' };
  expect(document).not.toHaveProperty('name');
  expect(document.networks).toEqual({
    default: { labels, driver_opts: {} },
    back: { labels, driver_opts: {}, internal: true },
    shared: { labels, driver_opts: {} },
    wired: { labels, driver_opts: { mtu: '1400' } },
  });
  expect(document.volumes).toEqual({ data: { labels }, disk: { labels } });
});

const COPY = /^copy-[0-9a-f]{12}:\/code:nocopy$/;
const bind = (source: string, target: string, read_only = false) => ({
  type: 'bind',
  source,
  target,
  read_only,
});
const readOnly = (source: string, target: string) => ({ type: 'bind', source, target, read_only: true });

test.each<[string, ComposeMount, unknown]>([
  ['a folder of the application', bind('/app/code', '/code'), expect.stringMatching(COPY)],
  ['a folder of the application, in short', '/app/code:/code:rw', expect.stringMatching(COPY)],
  ['a folder that does not exist', '/app/none:/code', expect.stringMatching(COPY)],
  ['a folder of the application, read-only', '/app/code:/code:ro', '/app/code:/code:ro'],
  ['a folder of the machine', bind('/srv/database', '/data'), readOnly('/srv/database', '/data')],
  ['a file', '/app/nginx.conf:/etc/nginx.conf', readOnly('/app/nginx.conf', '/etc/nginx.conf')],
  ['a socket', '/var/run/docker.sock:/var/run/docker.sock', '/var/run/docker.sock:/var/run/docker.sock'],
  ['a volume', 'data:/var/lib/data:rw', 'data:/var/lib/data:rw'],
  ['a nameless volume', '/code/node_modules', '/code/node_modules'],
  ['a temporary file system', { type: 'tmpfs', target: '/tmp' }, { type: 'tmpfs', target: '/tmp' }],
])('a mount of %s', (_, mount, expected) => {
  expect(isolateMounts('web', [mount], rules).mounts).toEqual([expected]);
});

test('what another mount covers is not copied; what two services share is copied once', () => {
  const mounts = [
    '/app/code:/code',
    '/code/node_modules',
    { type: 'volume', source: 'x', target: '/code/cache' },
  ];
  const services = { web: { volumes: mounts }, worker: { volumes: ['/app/code:/work'] } };
  const { copies, document } = isolate({ services }, rules);
  expect(copies).toEqual([
    {
      service: 'web',
      volume: Object.keys(document.volumes ?? {})[0],
      source: '/app/code',
      target: '/code',
      without: ['node_modules', 'cache'],
    },
  ]);
  expect(Object.keys(document.volumes ?? {})).toHaveLength(1);
});
