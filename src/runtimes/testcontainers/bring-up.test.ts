import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { engine, BASE_IMAGE as image } from '../../../tests/support/engine.ts';
import { composeFixture, PERL_SERVER } from '../docker/testing/compose-fixture.ts';
import { literalConfig } from '../docker/testing/literal-config.ts';
import { testcontainers } from './testcontainers.ts';

const docker = await engine();
const signal = () => AbortSignal.timeout(60_000);
/** More than the engine tries in a row, less than it tries in all starts. */
const HELD = 15;

/** Sees to it that the port is held: by a server of its own, where nobody else holds it. */
async function hold(port: number): Promise<AsyncDisposable> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening').catch(() => undefined);
  return { [Symbol.asyncDispose]: async () => void server.close() };
}

beforeEach(() => void vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', 'true'));
afterEach(() => void vi.unstubAllEnvs());

if (!docker.available) test.skip(docker.reason);

describe.runIf(docker.available)('a start of the runtime testcontainers', () => {
  test('goes on behind the ports that others hold, however many are in a row', async () => {
    const web = { image, command: ['perl', '-e', PERL_SERVER], ports: ['127.0.0.1::8080'] };
    await using fixture = await composeFixture({ services: { web } });
    const loaded = literalConfig({
      runtime: 'testcontainers',
      composeFiles: [fixture.file],
      services: ['web'],
    });
    const portOf = async () => {
      const started = await testcontainers.start(loaded, { signal: signal(), progress: () => undefined });
      await using _ended = { [Symbol.asyncDispose]: started.stop };
      const stack = await testcontainers.attach(loaded, started.handle);
      const [state] = await stack.services(signal());
      return state?.ports[8080]?.port ?? 0;
    };
    const first = await portOf();
    await using held = new AsyncDisposableStack();
    for (let port = first + 1; port <= first + HELD; port++) held.use(await hold(port));
    expect(await portOf()).toBeGreaterThan(first + HELD);
  });
});
