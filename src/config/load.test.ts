import { copyFile, cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadConfig } from './load.ts';
import { EVERY_KEY, exampleText } from './testing/every-key.ts';
import { folderWith, placed, problemsOf } from './testing/problems-of.ts';
import { dependenciesOf } from './topology.ts';

const COMPOSE = 'services:\n  db: { image: postgres }\n  web: { image: web, depends_on: [db] }\n';
const HEAD = 'version: 1\nproject: shop\nstack: { compose: compose.yml }\n';
const example = () => loadConfig({ cwd: EVERY_KEY, environment: {} });

describe('the example with every key', () => {
  test('is loaded: units decoded, variables and secrets filled in', async () => {
    const { config, secrets } = await example();
    expect(config.api).toMatchObject({ timeout: 5000, latency: { warn: 500, fail: 2000 } });
    expect(config.database).toMatchObject({ size: { below: 2 ** 30 }, connections: { below: 80 } });
    expect(config.stack?.processes?.users).toMatchObject({ env: { GREETING: 'hello' } });
    expect(config.auth?.signingKey?.reveal()).toBe('disposable two');
    expect(secrets.map(secret => [secret.name, secret.reveal()])).toEqual([
      ['POSTGRES_PASSWORD', 'disposable#one'],
      ['SECRET_KEY', 'disposable two'],
      ['account-password', 'disposable three'],
    ]);
  });

  test('inserts no defaults: what single services do not say is left to `containers.defaults`', async () => {
    const { config } = await example();
    expect(config.containers?.services?.users).toEqual({ restarts: 3, memory: { below: 512 * 2 ** 20 } });
  });

  test('resolves targets', async () => {
    const { webTargets, databaseTargets } = await example();
    expect(webTargets.web).toMatchObject({
      name: 'web',
      endpoint: { service: 'nginx', port: 80 },
      tls: true,
      hostname: 'shop.example',
      basePath: '/shop',
    });
    expect(webTargets.web?.ca).toContain('BEGIN CERTIFICATE');
    expect(webTargets.public).toMatchObject({
      endpoint: { host: 'shop.example', port: 8443 },
      tls: true,
      basePath: '/base',
    });
    expect(databaseTargets.db).toMatchObject({ endpoint: { service: 'users-db', port: 5432 }, tls: false });
    expect(databaseTargets.db?.password?.reveal()).toBe('disposable#one');
    expect(databaseTargets.replica?.endpoint).toEqual({ host: 'replica.example', port: 5432 });
  });

  test('joins the topology of compose and processes', async () => {
    const { topology, composeFiles, compose } = await example();
    expect(topology.services).toEqual(['users-db', 'migrate', 'users', 'client', 'nginx']);
    expect(dependenciesOf(topology, 'nginx')).toEqual(['users', 'client', 'users-db', 'migrate']);
    expect(composeFiles).toEqual(
      ['docker-compose.yml', 'docker-compose.ci.yml'].map(name => join(EVERY_KEY, name)),
    );
    expect(compose?.services.nginx?.ports).toMatchObject([{ container: 80, published: 80 }]);
  });

  test('is frozen to the ground', async () => {
    const unfrozen: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) unfrozen.push(path);
      for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
    };
    visit(await example(), 'loaded');
    expect(unfrozen).toEqual([]);
  });

  test('shows no secret of `config` when it is printed', async () => {
    const { config, databaseTargets, secrets } = await example();
    const printed =
      inspect({ config, databaseTargets, secrets }, { depth: 20 }) +
      JSON.stringify({ config, databaseTargets });
    expect(printed).not.toMatch(/disposable#one|disposable two|disposable three/);
  });
});

describe('addresses', () => {
  test.each([
    ['http://a.example', { host: 'a.example', port: 80 }, false, ''],
    ['https://a.example/', { host: 'a.example', port: 443 }, true, ''],
    ['https://a.example:8443/x/y/', { host: 'a.example', port: 8443 }, true, '/x/y'],
    ['http://[::1]:8080', { host: '::1', port: 8080 }, false, ''],
  ])('%s', async (url, endpoint, tls, basePath) => {
    await using folder = await folderWith({
      'compose.yml': COMPOSE,
      'failsafe.yaml': `${HEAD}targets: { web: { url: '${url}' } }\n`,
    });
    const { webTargets } = await loadConfig({ cwd: folder.path, environment: {} });
    expect(webTargets.web).toEqual({ name: 'web', endpoint, tls, ca: undefined, basePath });
  });
});

describe('which file', () => {
  test('the nearest one above', async () => {
    await using folder = await folderWith({ 'compose.yml': COMPOSE, 'failsafe.yaml': HEAD, 'a/b/c.txt': '' });
    const { file, root } = await loadConfig({ cwd: join(folder.path, 'a/b'), environment: {} });
    expect({ file, root }).toEqual({ file: join(folder.path, 'failsafe.yaml'), root: folder.path });
  });
  test('failsafe.yml, where there is no failsafe.yaml', async () => {
    await using folder = await folderWith({ 'compose.yml': COMPOSE, 'failsafe.yml': HEAD });
    expect((await loadConfig({ cwd: folder.path, environment: {} })).file).toBe(
      join(folder.path, 'failsafe.yml'),
    );
  });
  test('the one that is named, relative to the working directory', async () => {
    await using folder = await folderWith({ 'compose.yml': COMPOSE, 'other.yaml': HEAD });
    expect((await loadConfig({ cwd: folder.path, file: 'other.yaml', environment: {} })).config.project).toBe(
      'shop',
    );
  });
  test('none at all', async () => {
    await using folder = await folderWith({});
    const [problem] = await problemsOf({ cwd: folder.path });
    expect(problem).toMatchObject({ code: 'CONFIG_FILE_MISSING' });
    expect(problem?.message).toContain(folder.path);
  });
  test('one that is not there, or is a folder', async () => {
    await using folder = await folderWith({ 'folder/x': '' });
    expect(await problemsOf({ cwd: folder.path, file: 'none.yaml' })).toMatchObject([
      { code: 'CONFIG_FILE_MISSING', message: 'none.yaml does not exist' },
    ]);
    expect(await problemsOf({ cwd: folder.path, file: 'folder' })).toMatchObject([
      { code: 'CONFIG_FILE_MISSING', message: 'folder is a folder, not a file' },
    ]);
  });
});

describe('which runtime', () => {
  const load = async (runtime?: 'processes' | 'compose', variable?: string) =>
    (await loadConfig({ cwd: EVERY_KEY, runtime, environment: { FAILSAFE_RUNTIME: variable } })).runtime;
  test('option, else FAILSAFE_RUNTIME, else the file, else compose', async () => {
    expect(await load('compose', 'testcontainers')).toBe('compose');
    expect(await load(undefined, 'testcontainers')).toBe('testcontainers');
    expect(await load(undefined, '')).toBe('processes');
    const { runtime } = await loadConfig({ cwd: EVERY_KEY, file: 'remaining-keys.yaml', environment: {} });
    expect(runtime).toBe('compose');
  });
  test('an unknown one', async () => {
    expect(
      await problemsOf({ cwd: EVERY_KEY, environment: { FAILSAFE_RUNTIME: 'testcontainer' } }),
    ).toMatchObject([
      { code: 'RUNTIME_UNKNOWN', got: '"testcontainer"', fix: 'Did you mean "testcontainers"?' },
    ]);
  });
  test('one that the file does not describe', async () => {
    expect(
      await problemsOf({ cwd: EVERY_KEY, file: 'remaining-keys.yaml', runtime: 'processes' }),
    ).toMatchObject([{ code: 'CONFIG_STACK', at: { line: 4 } }]);
  });
});

describe('where compose finds which profiles are active', () => {
  const compose = `${COMPOSE}  mailer: { image: mailer, profiles: [mail] }\n`;
  const named = HEAD.replace('}', ', env: app.env }');
  test.each<[string, string, Record<string, string>, Record<string, string>, boolean]>([
    ['nowhere', HEAD, {}, {}, false],
    ['in the environment', HEAD, {}, { COMPOSE_PROFILES: 'mail' }, true],
    ['in the file of stack.env', named, { 'app.env': 'COMPOSE_PROFILES=mail' }, {}, true],
    [
      'in the environment first',
      named,
      { 'app.env': 'COMPOSE_PROFILES=mail' },
      { COMPOSE_PROFILES: '' },
      false,
    ],
    ['in .env beside its file', HEAD, { '.env': 'COMPOSE_PROFILES=mail' }, {}, true],
    [
      'in .env, but stack.env names another file',
      named,
      { '.env': 'COMPOSE_PROFILES=mail', 'app.env': '' },
      {},
      false,
    ],
  ])('%s', async (_, text, files, environment, active) => {
    await using folder = await folderWith({ 'compose.yml': compose, 'failsafe.yaml': text, ...files });
    const { topology } = await loadConfig({ cwd: folder.path, environment });
    expect(topology.services.includes('mailer')).toBe(active);
    expect(topology.inactive).toEqual(active ? [] : ['mailer']);
  });
});

describe('all problems in one pass', () => {
  test('of every stage, in the order of the lines, none of them a consequence of another', async () => {
    await using folder = await folderWith({});
    await cp(EVERY_KEY, folder.path, { recursive: true });
    const broken = exampleText()
      .replace('  timeout: 5s\n  latency', '  timeout: 5\n  latency')
      .replace('get: /users\n      headers', 'gett: /users\n      headers')
      .replace('needs: [database]', 'needs: [databse]')
      .replace('{ env: SECRET_KEY }\n        GREETING', '{ env: SECRET_KYE }\n        GREETING')
      .replace(
        '$.error: { exists: false }',
        '$.error: { exists: false }\n          $.error: 1\n          $.a[: 2',
      )
      .replace('service: nginx, port: 80', 'service: ngnix, prot: 80')
      .replace('contaners', 'containers')
      .replace('  socketio:\n', '  socketIo:\n');
    await writeFile(join(folder.path, 'failsafe.yaml'), broken);
    const problems = await problemsOf({ cwd: folder.path });
    expect(problems.map(({ code, fix }) => [code, fix])).toEqual([
      ['CONFIG_UNSET_VARIABLE', 'Did you mean "SECRET_KEY"?'],
      ['CONFIG_UNKNOWN_REFERENCE', 'Did you mean "nginx"?'],
      ['CONFIG_UNKNOWN_KEY', 'Did you mean "port"?'],
      ['CONFIG_INVALID_VALUE', 'Add a unit: 5s.'],
      ['CONFIG_UNKNOWN_KEY', 'Did you mean "get"?'],
      ['CONFIG_UNKNOWN_REFERENCE', 'Did you mean "database"?'],
      ['CONFIG_DUPLICATE_KEY', 'Remove one of the two, or merge them.'],
      ['CONFIG_INVALID_JSONPATH', expect.stringContaining('Correct the path')],
      ['CONFIG_UNKNOWN_KEY', 'Did you mean "socketio"?'],
    ]);
    const lines = problems.map(({ at }) => at?.line ?? 0);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });

  test('a target that is wrong in itself is not unknown as well', async () => {
    await using folder = await folderWith({
      'compose.yml': COMPOSE,
      'failsafe.yaml': `${HEAD}targets:\n  web: { service: web, port: 99999 }\npwa: { target: web }\n`,
    });
    expect((await problemsOf({ cwd: folder.path })).map(({ code }) => code)).toEqual([
      'CONFIG_INVALID_VALUE',
    ]);
  });

  test('positions are those of the file, also behind parts that were left out', async () => {
    await using folder = await folderWith({
      'compose.yml': COMPOSE,
      'failsafe.yaml': `${HEAD}api:
  endpoints:
    - { name: broken, get: 5, target: web, expect: { status: 200 } }
    - { name: fine, get: /, target: wbe, expect: { status: 200 }, tags: [1, a], needs: [x y z] }
targets: { web: { service: web, port: 80 } }
`,
    });
    expect((await problemsOf({ cwd: folder.path })).map(placed).map(text => text.split(' in ')[0])).toEqual([
      'CONFIG_INVALID_VALUE 6:28',
      'CONFIG_UNKNOWN_REFERENCE 7:37',
      'CONFIG_INVALID_VALUE 7:74',
      'CONFIG_UNKNOWN_REFERENCE 7:89',
    ]);
  });
});

test('files are named as people see them: relative to where they are', async () => {
  await using folder = await folderWith({
    'compose.yml': COMPOSE,
    'failsafe.yaml': `${HEAD}x: 1\n`,
    'sub/y': '',
  });
  await copyFile(join(folder.path, 'failsafe.yaml'), join(folder.path, 'sub', 'z.yaml'));
  expect((await problemsOf({ cwd: folder.path, file: 'sub/z.yaml' }))[0]?.at?.file).toBe(
    join('sub', 'z.yaml'),
  );
  expect((await problemsOf({ cwd: join(folder.path, 'sub') }))[0]?.at?.file).toBe(
    join(folder.path, 'failsafe.yaml'),
  );
});
