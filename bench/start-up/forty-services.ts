import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import { join } from 'node:path';
import { takeLock } from '../../src/monitor/lock.ts';
import { emptyState, unseen } from '../../src/monitor/machine/state.ts';
import { openStore } from '../../src/monitor/store.ts';

const NAMES = Array.from({ length: 40 }, (_, index) => `service-${index}`);
const PORT = 8080;

async function listen(server: Server, where: ListenOptions): Promise<Server> {
  await new Promise<void>(resolve => server.listen(where, resolve));
  return server;
}

const answer = (path: string, port: number): object => {
  const [, name = ''] = /\/containers\/(service-\d+)\/json/.exec(path) ?? [];
  const labels = (service: string) => ({
    'com.docker.compose.project': 'bench',
    'com.docker.compose.service': service,
    'com.docker.compose.container-number': '1',
  });
  const network = { bench: { NetworkID: 'bench', IPAddress: '10.0.0.2', Aliases: [name] } };
  if (name !== '')
    return {
      Id: name,
      Image: 'sha256:1',
      RestartCount: 0,
      State: {
        Status: 'running',
        Error: '',
        ExitCode: 0,
        OOMKilled: false,
        StartedAt: '2026-11-01T00:00:00Z',
      },
      Config: { Image: 'debian:bookworm-slim', Labels: labels(name) },
      HostConfig: { NetworkMode: 'bench' },
      NetworkSettings: { Networks: network },
    };
  if (!path.includes('/containers/json')) return { Id: 'sha256:1' };
  return NAMES.map(service => ({
    Id: service,
    Names: [`/bench-${service}-1`],
    Image: 'debian:bookworm-slim',
    State: 'running',
    Labels: labels(service),
    Ports: [{ IP: '127.0.0.1', PrivatePort: PORT, PublicPort: port, Type: 'tcp' }],
    HostConfig: { NetworkMode: 'bench' },
    NetworkSettings: { Networks: network },
  }));
};

/** A project of forty services, whose engine answers at once: what is measured is failsafe, and not the engine. */
export async function fortyServices(folder: string): Promise<AsyncDisposable & { readonly engine: string }> {
  const web = await listen(
    createServer((_, reply) => void reply.end('hi')),
    { port: 0, host: '127.0.0.1' },
  );
  const { port } = web.address() as AddressInfo;
  const socket = join(folder, 'engine.sock');
  const engine = await listen(
    createServer(({ url = '' }, reply) => {
      reply.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer(url, port)));
    }),
    { path: socket },
  );
  const services = NAMES.map(name => [
    name,
    { image: 'debian:bookworm-slim', ports: [`127.0.0.1::${PORT}`] },
  ]);
  const targets = NAMES.map(service => [service, { service, port: PORT }]);
  writeFileSync(
    join(folder, 'docker-compose.yml'),
    JSON.stringify({ services: Object.fromEntries(services) }),
  );
  writeFileSync(
    join(folder, 'failsafe.yaml'),
    JSON.stringify({
      version: 1,
      project: 'bench',
      stack: { runtime: 'compose', compose: 'docker-compose.yml', project: 'bench' },
      targets: Object.fromEntries(targets),
    }),
  );
  return {
    engine: `unix://${socket}`,
    async [Symbol.asyncDispose]() {
      for (const server of [web, engine]) {
        server.closeAllConnections();
        await new Promise(resolve => server.close(resolve));
      }
    },
  };
}

/** As a monitor leaves it that runs and sees the forty services well; until it is disposed of. */
export function monitorOf(folder: string): Disposable {
  const own = join(folder, '.failsafe/monitor');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const release = takeLock(own, 'failsafe.yaml');
  const now = Date.now();
  const subjects = NAMES.map(name => [name, { ...unseen(now), phase: 'healthy' as const }]);
  openStore(own).save(
    JSON.stringify({
      ...emptyState('bench'),
      // Seen as long as the benchmark takes
      seenAt: now + 3_600_000,
      subjects: Object.fromEntries(subjects),
    }),
  );
  return { [Symbol.dispose]: release };
}
