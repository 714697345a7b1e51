import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Environment, resolveEngine } from './engine-address.ts';

const home = mkdtempSync(join(tmpdir(), 'failsafe-docker-'));
const empty = mkdtempSync(join(tmpdir(), 'failsafe-docker-'));
afterAll(() => {
  for (const folder of [home, empty]) rmSync(folder, { recursive: true });
});

function context(name: string, uri: string): string {
  const id = createHash('sha256').update(name).digest('hex');
  mkdirSync(join(home, 'contexts', 'meta', id), { recursive: true });
  const meta = { Name: name, Endpoints: { docker: { Host: uri } } };
  writeFileSync(join(home, 'contexts', 'meta', id, 'meta.json'), JSON.stringify(meta));
  return id;
}

context('desktop', 'unix:///home/me/.docker/desktop/docker.sock');
const tls = join(home, 'contexts', 'tls', context('server', 'tcp://server.example:2376'), 'docker');
mkdirSync(tls, { recursive: true });
for (const name of ['ca.pem', 'cert.pem', 'key.pem']) writeFileSync(join(tls, name), name);
writeFileSync(join(home, 'config.json'), JSON.stringify({ currentContext: 'desktop' }));

test.each<[string, Environment, object]>([
  [
    'the usual socket',
    { DOCKER_CONFIG: empty },
    { uri: 'unix:///var/run/docker.sock', source: 'default', local: true, publishedHost: '127.0.0.1' },
  ],
  [
    'a socket',
    { DOCKER_HOST: 'unix:///run/user/1000/docker.sock' },
    { source: 'DOCKER_HOST', options: { socketPath: '/run/user/1000/docker.sock', host: undefined } },
  ],
  [
    'another machine',
    { DOCKER_HOST: 'tcp://build.example:2375' },
    { publishedHost: 'build.example', local: false, options: { protocol: 'http', port: '2375' } },
  ],
  [
    'a proxy on this machine',
    { DOCKER_HOST: 'tcp://localhost:2375' },
    { publishedHost: '127.0.0.1', local: false },
  ],
  [
    'a machine with certificates',
    { DOCKER_HOST: 'tcp://build.example', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: tls },
    { options: { protocol: 'https', port: 2376, ca: Buffer.from('ca.pem') } },
  ],
  [
    'a machine by ssh',
    { DOCKER_HOST: 'ssh://deploy@build.example' },
    { publishedHost: 'build.example', options: { protocol: 'ssh', username: 'deploy', port: 22 } },
  ],
  [
    'the context in use',
    { DOCKER_CONFIG: home },
    { uri: 'unix:///home/me/.docker/desktop/docker.sock', source: 'context desktop' },
  ],
  [
    'the context that is asked for',
    { DOCKER_CONFIG: home, DOCKER_CONTEXT: 'server' },
    { publishedHost: 'server.example', options: { protocol: 'https', key: Buffer.from('key.pem') } },
  ],
  [
    'DOCKER_HOST before any context',
    { DOCKER_CONFIG: home, DOCKER_HOST: 'unix:///x.sock', DOCKER_CONTEXT: 'server' },
    { uri: 'unix:///x.sock' },
  ],
  ['the built-in context', { DOCKER_CONFIG: home, DOCKER_CONTEXT: 'default' }, { source: 'default' }],
])('takes %s', (_, environment, expected) => {
  expect(resolveEngine(environment)).toMatchObject(expected);
});

test('takes no other engine for a context that does not exist', () => {
  expect(() => resolveEngine({ DOCKER_CONFIG: home, DOCKER_CONTEXT: 'gone' })).toThrow(
    'there is no docker context gone',
  );
});
