import { request } from 'node:http';
import { createConnection, createServer, type Socket } from 'node:net';

const INFO = /^GET (?:\/v[\d.]+)?\/info[ ?]/;
const ENGINE = '/var/run/docker.sock';

/** A socket in front of the engine, for what heals alone: it can be cut, and can name another disk as the engine's. */
export interface EngineFront extends AsyncDisposable {
  /** Where it listens, and the same for DOCKER_HOST. */
  readonly path: string;
  readonly host: string;
  /** Nothing answers any more, as when the engine is gone; or all is as before. */
  cut(gone: boolean): void;
  /** What is told as the folder of the engine's data. Undefined: the truth. */
  showDisk(folder: string | undefined): void;
}

function askInfo(): Promise<Record<string, unknown>> {
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
  const asked = request({ socketPath: ENGINE, path: '/info' }, response => {
    let text = '';
    response.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
    response.on('end', () => resolve(JSON.parse(text)));
  });
  asked.on('error', reject).end();
  return promise;
}

async function answerInfo(client: Socket, folder: string): Promise<void> {
  const body = Buffer.from(JSON.stringify({ ...(await askInfo()), DockerRootDir: folder }));
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  client.end(Buffer.concat([Buffer.from(head), body]));
}

/** Opens it at this path. */
export async function openEngineFront(path: string): Promise<EngineFront> {
  const open = new Set<Socket>();
  let disk: string | undefined;
  let isCut = false;
  const server = createServer(client => {
    if (isCut) return void client.destroy();
    open.add(client);
    client.on('close', () => open.delete(client)).on('error', () => client.destroy());
    client.once('data', first => {
      if (disk !== undefined && INFO.test(first.toString('latin1')))
        return void answerInfo(client, disk).catch(() => client.destroy());
      const engine = createConnection(ENGINE);
      engine.on('error', () => client.destroy()).on('close', () => client.destroy());
      client.on('close', () => engine.destroy());
      engine.write(first);
      client.pipe(engine).pipe(client);
    });
  });
  await new Promise<void>(resolve => server.listen(path, resolve));
  return {
    path,
    host: `unix://${path}`,
    cut(gone) {
      isCut = gone;
      if (gone) for (const socket of open) socket.destroy();
    },
    showDisk(folder) {
      disk = folder;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
