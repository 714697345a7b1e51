import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { composeFixture } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { ROOT } from './support/deployment.ts';
import { BASE_IMAGE, engine } from './support/engine.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

const doctor = async (cwd: string, env: Record<string, string> = {}) => {
  const { stdout, exitCode } = await execa(
    process.execPath,
    [join(ROOT, 'bin/failsafe.js'), 'doctor', '--json'],
    {
      cwd,
      env,
      reject: false,
    },
  );
  const { results, problems } = JSON.parse(stdout);
  const said = (results as { id: string; status: string; code: string }[]).map(
    ({ id, status, code }) => [id, `${status} ${code}`] as const,
  );
  return { exitCode, problems, said: Object.fromEntries(said), results };
};

async function project(port: number, environment?: object) {
  const service = {
    image: BASE_IMAGE,
    command: 'sleep infinity',
    stop_grace_period: '0s',
    ports: [`127.0.0.1:${port}:80`],
  };
  const fixture = await composeFixture({ services: { one: { ...service, environment } } });
  const stack = { compose: 'docker-compose.yml', project: fixture.project };
  await writeFile(
    join(fixture.folder, 'failsafe.yaml'),
    JSON.stringify({ version: 1, project: 'one', stack }),
  );
  return fixture;
}

describe.runIf(docker.available)('failsafe doctor', () => {
  test('a port: free, held by a process, by this deployment, by another project', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using own = await project(port);
    await using other = await project(port);
    const taken = await doctor(own.folder);
    expect(taken.exitCode).toBe(1);
    expect(taken.said[`host.ports:one.${port}`]).toBe('fail PORT_TAKEN');
    expect(JSON.stringify(taken.results)).toContain(`(process ${process.pid})`);
    server.close();
    await once(server, 'close');

    const free = await doctor(own.folder);
    expect(free.said).toEqual({
      'host.engine:docker': 'pass OK',
      'host.compose:docker': expect.stringMatching(/pass OK|warn COMPOSE_V1/),
      'host.compose-file:files': 'pass OK',
      [`host.ports:one.${port}`]: 'pass OK',
      'host.images:one': 'pass OK',
      'host.disk:engine': expect.stringMatching(/pass OK|warn DISK_SCARCE/),
      'host.machine:here': expect.stringMatching(/pass OK|warn MEMORY_SCARCE/),
      'host.clock:engine': 'pass OK',
    });

    await other.compose('up', '-d');
    const foreign = await doctor(own.folder);
    expect(foreign.said[`host.ports:one.${port}`]).toBe('fail PORT_TAKEN');
    expect((await doctor(other.folder)).said[`host.ports:one.${port}`]).toBe('pass OK');
  });

  test('without an engine, what hangs on it is blocked, never green', async () => {
    await using own = await project(1);
    const { exitCode, said } = await doctor(own.folder, { DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    expect(exitCode).toBe(1);
    expect(said).toMatchObject({
      'host.engine:docker': 'fail ENGINE_UNREACHABLE',
      'host.ports:one.1': expect.stringContaining('blocked'),
      'host.disk:engine': expect.stringContaining('blocked'),
      'host.clock:engine': expect.stringContaining('blocked'),
    });
  });
});
