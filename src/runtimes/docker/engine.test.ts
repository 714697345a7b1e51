import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askTwice } from './ask-twice.ts';
import { ask, openEngine } from './engine.ts';
import { toProbeError } from './engine-error.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'failsafe-engine-'));
});
afterAll(() => rm(folder, { recursive: true }));

const ping = (uri: string, patienceMs: number) =>
  ask(openEngine({ DOCKER_HOST: uri }), AbortSignal.timeout(patienceMs), docker => docker.ping());

describe('an engine that is not there', () => {
  test('is named, and no other one is taken in its place', async () => {
    const uri = `unix://${folder}/none.sock`;
    await expect(ping(uri, 5000)).rejects.toMatchObject({
      kind: 'observer',
      code: 'ENGINE_UNREACHABLE',
      message: `no Docker engine answers at ${uri} (DOCKER_HOST)`,
    });
  });

  test('may be a file that is no socket', async () => {
    const file = join(folder, 'file.sock');
    await writeFile(file, '');
    await expect(ping(`unix://${file}`, 5000)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  });

  test('may be a port that nothing listens on', async () => {
    await expect(ping('tcp://127.0.0.1:1', 5000)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  });
});

describe('an engine that hangs', () => {
  test('is given up when the signal aborts, and its connection is cut', async () => {
    const path = join(folder, 'hung.sock');
    const server = createServer().listen(path);
    await once(server, 'listening');
    const connected = once(server, 'connection');
    const answer = ping(`unix://${path}`, 300);
    const [socket] = await connected;
    const cut = once(socket, 'close');
    socket.resume();
    await expect(answer).rejects.toMatchObject({
      kind: 'observer',
      code: 'ENGINE_TIMEOUT',
      message: `the Docker engine at unix://${path} did not answer in time`,
    });
    await cut;
    server.close();
  });

  test('is not even called when the signal has aborted already', async () => {
    const called = ask(openEngine({}), AbortSignal.abort(), () => Promise.resolve('called'));
    await expect(called).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
  });
});

describe('an engine that answers late', () => {
  async function slowEngine(answers: (count: number) => boolean) {
    const path = join(folder, `${randomUUID().slice(0, 8)}.sock`);
    let count = 0;
    const server = createHttpServer((_, response) => {
      if (answers(++count)) response.end('OK');
    }).listen(path);
    await once(server, 'listening');
    return { engine: openEngine({ DOCKER_HOST: `unix://${path}` }), asked: () => count, server };
  }

  test.each<[string, (count: number) => boolean, number, string]>([
    ['at once: it is asked once', () => true, 1, 'OK'],
    ['only to the second who asks', count => count === 2, 2, 'OK'],
    ['never', () => false, 2, 'ENGINE_TIMEOUT'],
  ])('%s', async (_, answers, asked, expected) => {
    const slow = await slowEngine(answers);
    const answer = askTwice(slow.engine, AbortSignal.timeout(3500), docker => docker.ping());
    expect(`${await answer.catch(({ code }) => code)}`).toBe(expected);
    expect(slow.asked()).toBe(asked);
    slow.server.closeAllConnections();
    slow.server.close();
  });
});

test.each([
  [{ code: 'EACCES' }, 'ENGINE_PERMISSION', 'no permission to open unix:///var/run/docker.sock'],
  [{ code: 'ECONNREFUSED' }, 'ENGINE_UNREACHABLE', 'no Docker engine answers at unix:///var/run/docker.sock'],
  [{ statusCode: 500 }, 'ENGINE_ERROR', 'the Docker engine refused: (HTTP code 500) no space left on device'],
])('%o is %s', (details, code, message) => {
  const error = Object.assign(new Error('(HTTP code 500) no space left on device '), details);
  const engine = openEngine({ DOCKER_CONFIG: folder });
  expect(toProbeError(error, engine)).toMatchObject({ kind: 'observer', code, message });
});
