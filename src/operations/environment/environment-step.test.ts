import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { databasePasswords } from './database-volume.ts';
import { environmentStep } from './environment-step.ts';
import { environmentSources, planEnvironment } from './plan-environment.ts';

const FAILSAFE = `version: 1
project: shop
stack: { compose: docker-compose.yml }
targets: { db: { service: db, port: 5432, database: shop, user: shop, password: { env: DB_PASSWORD } } }
`;
const COMPOSE = `services:
  db:
    image: postgres:\${TAG:-17}
    environment: { POSTGRES_PASSWORD: "\${DB_PASSWORD:?set it}", KEY: $SECRET_KEY } # \${COMMENTED}
`;

async function project(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-env-'));
  const all = { 'failsafe.yaml': FAILSAFE, 'docker-compose.yml': COMPOSE, ...files };
  for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text);
  const set = async (environment: Record<string, string> = {}) => {
    const planned = await planEnvironment(
      await environmentSources(join(folder, 'failsafe.yaml')),
      environment,
    );
    await environmentStep(planned).run(() => undefined);
    return planned;
  };
  return {
    folder,
    set,
    env: () => readFile(join(folder, '.env'), 'utf8'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

test('secrets are made up, each another, readable by nobody else; a second run changes nothing', async () => {
  await using app = await project({});
  expect((await app.set()).given).toEqual([
    { name: 'DB_PASSWORD', from: 'random' },
    { name: 'SECRET_KEY', from: 'random' },
  ]);
  const text = await app.env();
  const [, key, password] = /^DB_PASSWORD=([\w-]{32})\nSECRET_KEY=([\w-]{32})\n$/.exec(text) ?? [];
  expect(key).toBeDefined();
  expect(key).not.toBe(password);
  expect((await stat(join(app.folder, '.env'))).mode & 0o077).toBe(0);
  expect((await app.set()).text).toBeUndefined();
  expect(await app.env()).toBe(text);
});

test('the example is taken as it is, and what it leaves open is filled in', async () => {
  const example = '# Ports\nWEB_PORT=80\n\nDB_PASSWORD=\nexport SECRET_KEY=\nOPTIONAL=\n';
  await using app = await project({ '.env.example': example });
  await app.set();
  expect(await app.env()).toMatch(
    /^# Ports\nWEB_PORT=80\n\nDB_PASSWORD=[\w-]{32}\nexport SECRET_KEY=[\w-]{32}\nOPTIONAL=\n$/,
  );
});

test('a file that is there is only added to; what the environment has is left out', async () => {
  const before = 'DB_PASSWORD=mine # no newline';
  await using app = await project({ '.env': before });
  await app.set();
  const text = await app.env();
  expect(text.startsWith(`${before}\n# Added by failsafe\nSECRET_KEY=`)).toBe(true);
  await using other = await project({ '.env': before });
  expect((await other.set({ SECRET_KEY: 'from outside' })).text).toBeUndefined();
  expect(await other.env()).toBe(before);
});

test('what is no secret and has no value nobody can make up', async () => {
  await using app = await project({ 'docker-compose.yml': `services: { a: { image: "a:\${VERSION}" } }\n` });
  await expect(app.set()).rejects.toMatchObject({
    problems: [{ code: 'ENVIRONMENT_INCOMPLETE', message: expect.stringContaining('VERSION') }],
  });
  await expect(app.env()).rejects.toThrow('ENOENT');
});

test('no commit takes it', async () => {
  await using app = await project({});
  await execa('git', ['init', '-q'], { cwd: app.folder });
  await app.set();
  const { stdout } = await execa('git', ['status', '--porcelain', '-uall'], { cwd: app.folder });
  expect(stdout.split('\n').sort()).toEqual(['?? docker-compose.yml', '?? failsafe.yaml']);
});

test('a password that opens a database is known to compose as what first made it', () => {
  const service = (environment: unknown) => ({ services: { db: { environment } } });
  expect(databasePasswords([service({ POSTGRES_PASSWORD: '$DB_PASSWORD', KEY: '$SECRET_KEY' })])).toEqual([
    'DB_PASSWORD',
  ]);
  expect(databasePasswords([service(['MYSQL_ROOT_PASSWORD', 'KEY=$OTHER'])])).toEqual([
    'MYSQL_ROOT_PASSWORD',
  ]);
});
