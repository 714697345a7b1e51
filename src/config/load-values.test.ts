import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from './load.ts';
import { folderWith, placed, problemsOf } from './testing/problems-of.ts';

const COMPOSE = 'services:\n  db: { image: postgres }\n  web: { image: web, depends_on: [db] }\n';
const HEAD = 'version: 1\nproject: shop\nstack: { compose: compose.yml }\n';

describe('variables and secrets', () => {
  const text = (env: string) => `${HEAD.replace('}', ', env: .env }')}targets:
  db: { service: db, port: 5432, database: shop, user: '\${DB_USER}', password: { env: DB_PASSWORD } }
# ${env}
`;
  test('the real environment wins over the file of stack.env; an empty variable is none', async () => {
    await using folder = await folderWith({
      'compose.yml': COMPOSE,
      '.env': 'DB_USER=from-file\nDB_PASSWORD=pa#ss\n',
      'failsafe.yaml': text(''),
    });
    const load = (environment: Record<string, string>) => loadConfig({ cwd: folder.path, environment });
    const file = (await load({ DB_USER: '' })).databaseTargets.db;
    expect([file?.user, file?.password?.reveal()]).toEqual(['from-file', 'pa#ss']);
    const real = (await load({ DB_USER: 'real', DB_PASSWORD: 'other' })).databaseTargets.db;
    expect([real?.user, real?.password?.reveal()]).toEqual(['real', 'other']);
  });

  test('values of variables that are named like secrets are redacted, wherever they came in', async () => {
    await using folder = await folderWith({
      'compose.yml': COMPOSE,
      '.env':
        'DB_USER=shop\nDB_PASSWORD=one-secret\nSESSION_SECRET=two-secret\nDATABASE_URL=postgres://a:three@h/d\n',
      'failsafe.yaml': text('').replace('{DB_USER}', '{API_TOKEN}'),
    });
    const { secrets } = await loadConfig({ cwd: folder.path, environment: { API_TOKEN: 'four-secret' } });
    expect(secrets.map(({ name }) => name).sort()).toEqual([
      'API_TOKEN',
      'DATABASE_URL',
      'DB_PASSWORD',
      'SESSION_SECRET',
    ]);
  });

  test('a variable may not put in what the schema forbids, and its value is not shown', async () => {
    await using folder = await folderWith({
      'compose.yml': COMPOSE,
      'failsafe.yaml': `${HEAD}targets:\n  web:\n    url: \${WEB}\n`,
    });
    const problems = await problemsOf({ cwd: folder.path, environment: { WEB: 'ftp://me:hunter2@host' } });
    expect(problems.map(placed)).toEqual([expect.stringMatching(/^CONFIG_INVALID_VALUE 6:10/)]);
    expect(problems[0]?.got).toContain('WEB');
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test('secret files: the final newline is dropped, an empty one is a problem', async () => {
    const failsafe = (name: string) =>
      `${HEAD}targets:\n  db: { host: h, port: 1, database: d, user: u, password: { file: ${name} } }\n`;
    await using folder = await folderWith({
      'compose.yml': COMPOSE,
      a: ' x y\r\n',
      b: '\n',
      'failsafe.yaml': failsafe('a'),
    });
    const { databaseTargets } = await loadConfig({ cwd: folder.path, environment: {} });
    expect(databaseTargets.db?.password?.reveal()).toBe(' x y');
    await writeFile(join(folder.path, 'failsafe.yaml'), failsafe('b'));
    expect(await problemsOf({ cwd: folder.path })).toMatchObject([
      { code: 'CONFIG_UNSET_VARIABLE', at: { line: 5 } },
    ]);
    await writeFile(join(folder.path, 'failsafe.yaml'), failsafe('c'));
    expect(await problemsOf({ cwd: folder.path })).toMatchObject([
      { code: 'CONFIG_FILE_MISSING', at: { line: 5 } },
    ]);
  });
});

test('a secret that stands in the compose file is taken from there', async () => {
  const target = 'targets:\n  db: { service: db, port: 5432, database: a, user: b, password: { compose: ';
  await using folder = await folderWith({
    'compose.yml': `services:
  db: { image: postgres, env_file: [db.env], environment: [OWN=list, 'DEFAULT=\${UNSET:-standard}'] }
`,
    'db.env': 'POSTGRES_PASSWORD="of the file"\nOWN=file\n',
    'failsafe.yaml': '',
  });
  const passwordOf = async (source: string) => {
    const text = `${HEAD}${target}${source} } }\n`;
    const { databaseTargets } = await loadConfig({ cwd: folder.path, environment: {}, text });
    return databaseTargets.db?.password?.reveal();
  };
  expect(await passwordOf('db.POSTGRES_PASSWORD')).toBe('of the file');
  expect(await passwordOf('db.OWN')).toBe('list');
  expect(await passwordOf('db.DEFAULT')).toBe('standard');
  const missing = { cwd: folder.path, text: `${HEAD}${target}db.OTHER } }\n` };
  expect((await problemsOf(missing)).map(placed)).toEqual([
    expect.stringContaining('CONFIG_UNSET_VARIABLE 5:77'),
  ]);
});
