import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { composeFixture } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { ROOT } from './support/deployment.ts';
import { BASE_IMAGE, engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

describe.runIf(docker.available && LONG)('failsafe setup', () => {
  test('a port that is taken between pre-flight and start: who has it, and how to go on', async () => {
    const found = await listen(0);
    const { port } = found.address() as AddressInfo;
    await close(found);
    const service = { image: BASE_IMAGE, command: 'sleep infinity', init: true, stop_grace_period: '0s' };
    await using fixture = await composeFixture({
      services: {
        first: service,
        second: {
          ...service,
          image: undefined,
          build: { context: '.', dockerfile_inline: `FROM ${BASE_IMAGE}\nRUN sleep 3\n` },
          depends_on: ['first'],
          ports: [`127.0.0.1:${port}:80`],
        },
      },
    });
    const { folder, project } = fixture;
    const stack = { runtime: 'compose', compose: 'docker-compose.yml', project };
    await writeFile(join(folder, 'failsafe.yaml'), JSON.stringify({ version: 1, project: 'shop', stack }));
    const failsafe = (...args: string[]) =>
      execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], {
        cwd: folder,
        reject: false,
        stdin: 'ignore',
      });

    const running = failsafe('setup');
    let text = '';
    const seen = Promise.withResolvers<void>();
    running.stderr.on('data', part => {
      text += part;
      if (text.includes('look at this machine')) seen.resolve();
    });
    await seen.promise;
    const thief = await listen(port);
    const refused = await running;
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(
      new RegExp(`PORT_TAKEN[\\s\\S]*port ${port} is held by .*\\(process ${process.pid}\\)[\\s\\S]*fix`),
    );
    expect(refused.stderr).toContain('STACK_START_FAILED');
    expect(refused.stderr).toContain('Go on with: failsafe setup --from up\n');
    expect(existsSync(join(folder, '.failsafe/lock/operation.json'))).toBe(false);
    expect(existsSync(join(folder, '.failsafe/deploys'))).toBe(false);

    await close(thief);
    const resumed = await failsafe('setup', '--from', 'up');
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    const { stdout } = await execa('docker', ['port', `${project}-second-1`]);
    expect(stdout).toContain(`127.0.0.1:${port}`);
    await execa('docker', ['compose', '-p', project, 'down', '-t', '0', '--rmi', 'local'], { cwd: folder });
  }, 300_000);
});
