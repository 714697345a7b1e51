import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPlan } from '../src/engine/plan.ts';
import { checks } from '../src/engine/registry.generated.ts';
import { copyOf, failsafeIn, initialised, PROJECTS } from './support/init-project.ts';

const VARIABLES = { POSTGRES_PASSWORD: 'made-up' };

/** Of each project: its targets by what is said to them, and the paths that are asked for. */
const EXPECTED: Record<string, { targets: string[]; paths: string[]; more?: object }> = {
  'caddy-openapi': {
    targets: ['db database maps', 'cache memcached', 'caddy web'],
    paths: ['/v1/places', '/v1/me'],
    more: { database: { migrations: { table: '_prisma_migrations' } } },
  },
  'django-postgres': {
    targets: ['db database polls', 'web web'],
    paths: ['/health/', '/api/questions/'],
    more: { stack: { oneShots: ['migrate'] } },
  },
  'express-mongodb': {
    targets: ['mongo mongodb', 'api web'],
    paths: ['/notes/', '/notes/recent', '/healthz'],
  },
  'fastapi-traefik': { targets: ['traefik web', 'traefik-8080 web'], paths: ['/v1/items/', '/health'] },
  'flask-nginx': { targets: ['nginx web'], paths: ['/api/health', '/api/products', '/api/account'] },
  'mariadb-flask': { targets: ['db mysql', 'app web'], paths: ['/health'] },
  'node-rabbitmq': { targets: ['queue amqp', 'queue-15672 web', 'api web'], paths: ['/status'] },
  'rails-sidekiq': {
    targets: ['web web', 'db database blog_production'],
    paths: ['/up', '/posts', '/'],
    more: { database: { migrations: { table: 'schema_migrations', folder: 'db/migrate' } } },
  },
  'spring-mysql': { targets: ['app web', 'mysql mysql'], paths: ['/api/orders', '/api/orders/open'] },
  'static-site': { targets: ['site web'], paths: [] },
  wordpress: { targets: ['wordpress web', 'mail-8025 web', 'mail smtp'], paths: [] },
  'worker-redis': { targets: ['redis redis', 'web web'], paths: ['/jobs', '/healthz'] },
};

test('each project is one of these', () => {
  expect(PROJECTS).toEqual(Object.keys(EXPECTED));
});

describe.each(PROJECTS)('%s', name => {
  test('init writes a file that loads, with a check of each service and what there is', async () => {
    await using project = await copyOf(name);
    const { loaded, found, text } = await initialised(project.folder, VARIABLES);
    const { config } = loaded;
    const said = Object.entries(config.targets ?? {}).map(([key, target]) =>
      [
        'database' in target
          ? `${key} database ${target.database}`
          : `${key} ${'speaks' in target ? target.speaks : 'web'}`,
      ].join(),
    );
    const { targets, paths, more = {} } = EXPECTED[name] ?? {};
    expect(said).toEqual(targets);
    expect((config.api?.endpoints ?? []).map(({ get }) => get)).toEqual(paths);
    expect(config).toMatchObject(more);
    const ids = createPlan(loaded, checks).checks.map(({ id }) => id);
    for (const service of found.services) {
      expect(ids).toContain(`containers.running:${service.name}`);
    }
    expect(text).not.toContain('made-up');
    expect(text.includes('sign-in of Django (polls/urls.py)')).toBe(name === 'django-postgres');
    // Nothing was seen: each path is certain, or marked
    const guesses = text.match(/# guessed: [^\n]*not seen/g) ?? [];
    const certain = text.match(/# its health check asks for it/g) ?? [];
    expect(guesses.length + certain.length).toBe(paths?.length);
  });
});

describe('the command', () => {
  test('writes once, and never over a file; shows, differs, tells', async () => {
    await using project = await copyOf('worker-redis');
    const { folder } = project;
    const shown = await failsafeIn(folder, 'init', '--dry-run', '-p', 'failsafe-none');
    expect(shown.exitCode).toBe(0);
    const first = await failsafeIn(folder, 'init', '-p', 'failsafe-none');
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('marked "# guessed"') });
    const file = join(folder, 'failsafe.yaml');
    const written = await readFile(file, 'utf8');
    expect(`${shown.stdout}\n`).toBe(written);

    await writeFile(file, written.replace('speaks: redis', 'speaks: memcached'));
    const again = await failsafeIn(folder, 'init');
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('CONFIG_EXISTS') });
    expect(await readFile(file, 'utf8')).toContain('speaks: memcached');
    const diff = await failsafeIn(folder, 'init', '--diff', '-p', 'failsafe-none');
    expect(diff.stdout).toMatch(/^-.*memcached[\s\S]*^\+.*redis/m);
    const json = await failsafeIn(folder, 'init', '--json', '-p', 'failsafe-none');
    expect(JSON.parse(json.stdout)).toMatchObject({
      running: false,
      front: 'web',
      services: [
        { name: 'redis', kind: 'redis', port: 6379 },
        { name: 'web', kind: 'unknown', port: 8000 },
        { name: 'worker', dependsOn: ['redis'] },
      ],
      text: written,
    });
  });

  test('without a compose file it says so', async () => {
    await using project = await copyOf('static-site');
    const { exitCode, stderr } = await failsafeIn(join(project.folder, 'public'), 'init');
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('COMPOSE_FILE_MISSING'),
    });
  });

  test('a password that is not set yet is asked for, and its name stands in the file', async () => {
    await using project = await copyOf('django-postgres');
    const { exitCode, stdout } = await failsafeIn(project.folder, 'init', '--yes', '-p', 'failsafe-none');
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('POSTGRES_PASSWORD'),
    });
    const text = await readFile(join(project.folder, 'failsafe.yaml'), 'utf8');
    expect(text).toContain('password: { env: POSTGRES_PASSWORD }');
    expect(text).toContain('env: .env');
  });
});
