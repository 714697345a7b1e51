import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';
import { execa } from 'execa';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../src/model/secret.ts';
import { copyBackup } from '../src/operations/copies/copy-backup.ts';
import type { CopyStore } from '../src/operations/copies/copy-store.ts';
import { folderStore } from '../src/operations/copies/folder-store.ts';
import { s3Store } from '../src/operations/copies/s3-store.ts';
import { ROOT } from './support/deployment.ts';
import { LONG } from './support/long-test.ts';

const RECIPIENT = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
const KEEP = { daily: 2, weekly: 0, monthly: 0 };
/** The only key that this server knows. */
const KEY = 'S3RVER';

/** S3rver reads signatures of version 4 and does not check them: here an implementation of somebody else does. */
async function isSigned({ method, url, headers }: IncomingMessage): Promise<boolean> {
  const { authorization = '', host } = headers;
  const [, region = '', names = '', signature] =
    /Credential=[^/]+\/\d+\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/.exec(
      authorization,
    ) ?? [];
  const signer = new AwsV4Signer({
    method,
    url: `http://${host}${url}`,
    headers: names
      .split(';')
      .flatMap((name): [string, string][] => (name === 'host' ? [] : [[name, String(headers[name])]])),
    accessKeyId: KEY,
    secretAccessKey: KEY,
    service: 's3',
    region,
    datetime: String(headers['x-amz-date']),
  });
  const { headers: signed } = await signer.sign();
  return signature !== undefined && (signed.get('authorization') ?? '').endsWith(`Signature=${signature}`);
}

describe('copies of backups in a folder and in an S3-compatible store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'failsafe-copies-'));
  const path = (...names: string[]) => join(folder, ...names);
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: path('bucket-of-the-server'),
    configureBuckets: [{ name: 'backups', configs: [] }],
  });
  let endpoint = '';
  const signal = AbortSignal.timeout(120_000);
  const bucket = (secret = KEY) =>
    s3Store({
      endpoint,
      bucket: 'backups',
      prefix: 'shop',
      key: new Secret('KEY', KEY),
      secret: new Secret('SECRET', secret),
    });
  const configure = (backup: Readonly<Record<string, unknown>>) =>
    writeFileSync(
      path('failsafe.yaml'),
      JSON.stringify({ version: 1, project: 'shop', stack: { compose: 'docker-compose.yml' }, backup }),
    );
  const s3 = () => ({
    endpoint,
    bucket: 'backups',
    prefix: 'shop',
    key: { env: 'S3_KEY' },
    secret: { env: 'S3_SECRET' },
  });
  const failsafe = (args: readonly string[], secret = KEY) =>
    execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
      env: { S3_KEY: KEY, S3_SECRET: secret },
    });
  const asked: { method: string; url: string }[] = [];
  let onPart: (() => void) | undefined;
  const here = () => readdirSync(path('.failsafe/backups')).filter(name => /^\d/.test(name));

  type Next = (
    context: { req: IncomingMessage; status: number; body: string },
    next: () => Promise<void>,
  ) => unknown;
  (server as unknown as { middleware: Next[] }).middleware.unshift(async (context, next) => {
    const { method = '', url = '' } = context.req;
    asked.push({ method, url });
    if (method === 'PUT' && url.includes('partNumber=2')) onPart?.();
    if (await isSigned(context.req)) return next();
    context.status = 403;
    context.body = '<Error><Code>SignatureDoesNotMatch</Code><Message>not with this key</Message></Error>';
  });

  beforeAll(async () => {
    const { port } = (await server.run()) as AddressInfo;
    endpoint = `http://127.0.0.1:${port}`;
    writeFileSync(path('docker-compose.yml'), 'services: { web: { image: shop } }\n');
    writeFileSync(path('.env'), 'DB_PASSWORD=nobody-may-read-this\n');
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const both = () => ({ encrypt: { recipients: [RECIPIENT] }, copies: [{ folder: 'nas' }, { s3: s3() }] });

  test('a backup is copied to both, and shown with its copies', async () => {
    configure(both());
    const saved = await failsafe(['backup', '--json']);
    expect(saved.exitCode, saved.stderr).toBe(0);
    const { backup } = JSON.parse(saved.stdout);
    expect(readdirSync(path('nas', backup)).sort()).toEqual(['SHA256SUMS', 'files.tar.age', 'manifest.json']);
    const there = await (await bucket()).list(signal);
    expect(there).toEqual([expect.objectContaining({ id: backup, whole: true })]);
    const { stdout } = await failsafe(['backup', 'list']);
    expect(stdout).toMatch(/copies: .*nas, s3:\/\/backups\/shop/);
  });

  test('a place that refuses is told of, and keeps it from no other: exit code 1, what is here stays', async () => {
    const refused = await failsafe(['backup'], 'another-secret');
    expect({ exitCode: refused.exitCode, stderr: refused.stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /BACKUP_COPY_FAILED[\s\S]*s3:\/\/backups\/shop[\s\S]*failsafe backup copy/,
      ),
    });
    expect(refused.stderr).not.toContain('another-secret');
    expect(here()).toHaveLength(2);
    expect(readdirSync(path('nas')).sort()).toEqual(here().sort());
    const mended = await failsafe(['backup', 'copy']);
    expect(mended.exitCode, mended.stderr).toBe(0);
    expect(await (await bucket()).list(signal)).toHaveLength(2);
  });

  test('what is here no more comes back from a copy; a copy that was changed does not', async () => {
    rmSync(path('.failsafe'), { recursive: true });
    expect((await failsafe(['backup', 'list'])).stdout).toContain('only in a copy');
    const [id = ''] = readdirSync(path('nas')).sort().reverse();
    const file = path('nas', id, 'manifest.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"version"', '"Version"'));
    const damaged = await failsafe(['backup', 'fetch', id]);
    expect({ exitCode: damaged.exitCode, stderr: damaged.stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('BACKUP_DAMAGED'),
    });
    expect(existsSync(path('.failsafe/backups', id))).toBe(false);
    rmSync(path('nas'), { recursive: true });
    const asked = await failsafe(['restore', id, '--files', '--yes']);
    // It was fetched from the bucket, and wants its key
    expect(asked.stderr).toContain('BACKUP_KEY_MISSING');
    expect(here()).toEqual([id]);
  });

  test('a file of several parts arrives as it is', async () => {
    const file = path('large.dump');
    writeFileSync(file, Buffer.alloc(20 * 1024 * 1024 + 5, 'failsafe'));
    const store = await bucket();
    const id = '20260101T030000Z-0001';
    asked.splice(0);
    await store.put(id, 'db.dump', file, signal);
    expect(asked.filter(({ method, url }) => method === 'PUT' && url.includes('partNumber='))).toHaveLength(
      3,
    );
    expect(await buffer(await store.read(id, 'db.dump', signal))).toEqual(readFileSync(file));
    await store.remove(id, ['db.dump'], signal);
  });

  // The library tries each part again for seven seconds
  test.runIf(LONG)('of a file that was stopped between its parts the store keeps none', async () => {
    const file = path('large.dump');
    writeFileSync(file, Buffer.alloc(20 * 1024 * 1024 + 5, 'failsafe'));
    const store = await bucket();
    const id = '20260101T030000Z-0001';
    const stop = new AbortController();
    onPart = () => stop.abort(new Error('stopped'));
    await expect(store.put(id, 'db.dump', file, stop.signal)).rejects.toThrow();
    onPart = undefined;
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', url: expect.stringContaining('uploadId=') });
    expect((await store.list(signal)).filter(one => one.id === id)).toEqual([]);
  });

  test.each(['folder', 's3'])(
    '%s: what arrives otherwise is refused; retention holds there; what was cut off goes',
    async kind => {
      const store = kind === 's3' ? await bucket() : folderStore(path('elsewhere'));
      const made = (day: number) => `202601${String(day).padStart(2, '0')}T030000Z-0000`;
      const write = (id: string) => {
        mkdirSync(path('made', id), { recursive: true });
        writeFileSync(path('made', id, 'db.dump'), Buffer.alloc(3 * 1024 * 1024, id));
        writeFileSync(path('made', id, 'SHA256SUMS'), 'of it\n');
      };
      for (const one of await store.list(signal)) await store.remove(one.id, one.files, signal);
      await store.put(made(1), 'db.dump', path('docker-compose.yml'), signal);
      const copy = (id: string, to: CopyStore = store) =>
        copyBackup(to, { id, folder: path('made', id), keep: KEEP, signal, tell: () => undefined });
      for (let day = 2; day <= 7; day++) {
        write(made(day));
        await copy(made(day));
      }
      const ids = async () => (await store.list(signal)).map(({ id }) => id).sort();
      expect(await ids()).toEqual([made(5), made(6), made(7)]);

      write(made(8));
      const liar: CopyStore = {
        ...store,
        read: async () => Readable.from([Buffer.alloc(3 * 1024 * 1024, 'x')]),
      };
      await expect(copy(made(8), liar)).rejects.toThrow('arrived with other contents');
      expect((await store.list(signal)).find(({ id }) => id === made(8))?.whole).toBe(false);
    },
  );
});
