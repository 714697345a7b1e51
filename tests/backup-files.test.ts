import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unseal } from '../src/operations/files/seal.ts';
import { ROOT } from './support/deployment.ts';

const SECRET = 'DB_PASSWORD=nobody-may-read-this-9931\n';
const PASSPHRASE = 'correct horse battery staple';

describe('files that are not in git', () => {
  const folder = mkdtempSync(join(tmpdir(), 'failsafe-files-'));
  const path = (...names: string[]) => join(folder, ...names);
  const configure = (backup: Readonly<Record<string, unknown>>) =>
    writeFileSync(
      path('failsafe.yaml'),
      JSON.stringify({
        version: 1,
        project: 'shop',
        stack: { compose: 'docker-compose.yml', env: '.env' },
        backup,
      }),
    );
  const failsafe = (...args: string[]) =>
    execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
      env: { BACKUP_KEY: PASSPHRASE },
    });
  const newest = () => {
    const names = readdirSync(path('.failsafe/backups')).filter(name => /^\d/.test(name));
    return path('.failsafe/backups', names.sort().at(-1) ?? '');
  };

  beforeAll(async () => {
    mkdirSync(path('certificates'));
    writeFileSync(path('docker-compose.yml'), 'services: { web: { image: shop } }\n');
    writeFileSync(path('.env'), SECRET, { mode: 0o600 });
    writeFileSync(path('certificates', 'site.key'), 'a private key\n', { mode: 0o640 });
    writeFileSync(path('.gitignore'), '.env\ncertificates\n.failsafe\n');
    await execa('git', ['init', '-q'], { cwd: folder });
    await execa('git', ['add', '.'], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('without a key they are not saved, and that is said', async () => {
    configure({ files: ['certificates'] });
    const { exitCode, stderr } = await failsafe('backup');
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/left out: .env, certificates\/site.key would lie there in clear text/);
    expect(readdirSync(newest()).sort()).toEqual(['SHA256SUMS', 'manifest.json']);
    expect((await failsafe('restore', '--files', '--yes')).stderr).toContain('BACKUP_UNKNOWN');
  });

  test('a passphrase opens them; what is there goes aside first', async () => {
    configure({ files: ['certificates'], encrypt: { passphrase: { env: 'BACKUP_KEY' } } });
    const saved = await failsafe('backup');
    expect(saved.exitCode, saved.stderr).toBe(0);
    const sealed = readFileSync(join(newest(), 'files.tar.age'));
    expect(sealed.toString('latin1')).toMatch(/^age-encryption.org\/v1\n-> scrypt/);
    expect(sealed.includes('nobody-may-read')).toBe(false);

    rmSync(path('certificates'), { recursive: true });
    writeFileSync(path('.env'), 'DB_PASSWORD=another\n', { mode: 0o600 });
    writeFileSync(path('wrong'), 'not this one');
    const wrong = await failsafe('restore', '--files', '--yes', '--key', 'wrong');
    expect({ exitCode: wrong.exitCode, stderr: wrong.stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('BACKUP_KEY_WRONG'),
    });
    expect(readFileSync(path('.env'), 'utf8')).toBe('DB_PASSWORD=another\n');

    const restored = await failsafe('restore', '--files', '--yes');
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(readFileSync(path('.env'), 'utf8')).toBe(SECRET);
    expect(statSync(path('.env')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path('certificates/site.key'), 'utf8')).toBe('a private key\n');
    expect(statSync(path('certificates/site.key')).mode & 0o777).toBe(0o640);
    const aside = path('.failsafe/replaced', readdirSync(path('.failsafe/replaced')).at(-1) ?? '', '.env');
    expect(readFileSync(aside, 'utf8')).toBe('DB_PASSWORD=another\n');
    expect((await failsafe('restore', '--files', '--yes')).stderr).toContain(
      'all files are as they were saved',
    );
    for (const { stdout, stderr } of [saved, restored])
      expect(stdout + stderr).not.toContain('nobody-may-read');
  });

  test('a machine with a public key writes what it cannot read', async () => {
    const identity = await generateX25519Identity();
    configure({ encrypt: { recipients: [await identityToRecipient(identity)] } });
    const saved = await failsafe('backup');
    expect(saved.exitCode, saved.stderr).toBe(0);
    writeFileSync(path('.env'), 'DB_PASSWORD=another\n');
    expect((await failsafe('restore', '--files', '--yes')).stderr).toContain('BACKUP_KEY_MISSING');
    writeFileSync(path('identity'), `# created: today\n${identity}\n`);
    const restored = await failsafe('restore', '--files', '--yes', '--key', 'identity');
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(readFileSync(path('.env'), 'utf8')).toBe(SECRET);

    const sealed = readFileSync(join(newest(), 'files.tar.age'));
    for (let index = 0; index < 60; index++) {
      const bytes = Buffer.from(sealed);
      const at = Math.floor((index * bytes.length) / 60);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (index % 8)), at);
      await expect(unseal(bytes, identity), `bit ${index % 8} of byte ${at}`).rejects.toThrow();
      await expect(unseal(sealed.subarray(0, at), identity), `cut to ${at}`).rejects.toThrow();
    }
  });
});

test('a database that begins and ends with the run is not saved', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'failsafe-no-backup-'));
  const text = `version: 1
project: shop
stack: { runtime: processes, processes: { db: { postgres: { database: shop, password: { env: DB_PASSWORD } } } } }
targets: { db: { service: db, port: 5432, user: postgres, password: { env: DB_PASSWORD }, database: shop } }
`;
  writeFileSync(join(folder, 'failsafe.yaml'), text);
  const options = { cwd: folder, reject: false, env: { DB_PASSWORD: 'a-word' } } as const;
  const { exitCode, stderr } = await execa(
    process.execPath,
    [join(ROOT, 'bin/failsafe.js'), 'backup'],
    options,
  );
  rmSync(folder, { recursive: true });
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('NEEDS_DEPLOYMENT') });
});
