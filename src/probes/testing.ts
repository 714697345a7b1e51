import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProbeContext } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import type { Stack } from '../model/stack.ts';
import type { WebTarget } from '../model/target.ts';

/** A context for probe tests: of the stack, only what is given. */
export function probeContext(timeoutMs = 3000, stack: Partial<Stack> = {}): ProbeContext {
  const signal = AbortSignal.timeout(timeoutMs);
  return {
    stack: stack as Stack,
    signal,
    timeoutMs,
    keepSecret: () => undefined,
    othersDone: async () => undefined,
  };
}

/** The kind and the code of the `ProbeError` that a look ends in. */
export async function errorOf(look: Promise<unknown>): Promise<string> {
  const error = await look.then(
    () => new Error('the look gave an observation'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ProbeError) return `${error.kind} ${error.code}`;
  throw error;
}

/** A server on a free port of 127.0.0.1 that goes away, with its connections, at the end of the block. */
export async function listening(server: Server): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A server that does with each connection what a test wants. */
export const listen = (onSocket: (socket: Socket) => void) => listening(createServer(onSocket));

/** A port of 127.0.0.1 on which nothing listens. */
export async function freePort(): Promise<number> {
  await using server = await listen(() => undefined);
  return server.port;
}

/** A web target on this machine. */
export const webTarget = (port: number, more: Partial<WebTarget> = {}): WebTarget => ({
  name: 'web',
  endpoint: { host: '127.0.0.1', port },
  tls: false,
  basePath: '',
  ...more,
});

const AUTHORITY = `[ca]
default_ca = test
[test]
database = index
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
`;

/** A key and a certificate that it signed itself, made for the test. */
export function certificate(names: string, validTo = '20990101000000Z'): { key: string; cert: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'failsafe-certificate-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd, stdio: 'pipe' });
  const file = (name: string, content: string) => writeFileSync(join(cwd, name), content);
  try {
    file('ca.cnf', AUTHORITY);
    file('index', '');
    file('serial', '01');
    // Authorities are told apart by their names.
    const subject = ['-subj', `/CN=test ${randomUUID()}`, '-addext', `subjectAltName=${names}`];
    openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key', '-out', 'request', ...subject);
    const dates = ['-startdate', '20200101000000Z', '-enddate', validTo];
    openssl(
      'ca',
      '-selfsign',
      '-batch',
      '-notext',
      '-config',
      'ca.cnf',
      '-keyfile',
      'key',
      '-in',
      'request',
      '-out',
      'cert',
      ...dates,
    );
    const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
    return { key: read('key'), cert: read('cert') };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
