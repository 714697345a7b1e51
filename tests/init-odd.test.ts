import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failsafeIn, initialised } from './support/init-project.ts';

/** A project of these files in a folder of its own. */
async function project(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-odd-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** What init would write for these files: it has to load. */
async function drafted(files: Record<string, string>, environment: Record<string, string> = {}) {
  await using made = await project(files);
  return await initialised(made.folder, environment);
}

const oneService = (lines: string) => ({
  'compose.yaml': `services:\n  web: { image: acme/web, ${lines} }\n`,
});

describe('odd projects: what is written loads, and guesses nothing wrong', () => {
  test('names that compose allows, and targets do not begin with', async () => {
    const text = `services:
  _db: { image: postgres, environment: [POSTGRES_PASSWORD=x], ports: ['5432:5432'] }
  my.web_app-1: { image: nginx, ports: ['80:80'], depends_on: [_db] }
`;
    const { loaded } = await drafted({ 'compose.yaml': text });
    expect(Object.keys(loaded.config.targets ?? {})).toEqual(['_db', 'my.web_app-1']);
  });

  test('the page of a broker or of a mail catcher is no port of its protocol', async () => {
    const text = `services:
  queue: { image: 'rabbitmq:3-management', ports: ['15672:15672'] }
  mail: { image: mailhog/mailhog, ports: ['8025:8025'] }
  cache: { image: redis, ports: ['6380:6380'] }
`;
    const { loaded, text: written } = await drafted({ 'compose.yaml': text });
    expect(loaded.config.targets).toMatchObject({
      'queue-15672': { service: 'queue', port: 15_672 },
      'mail-8025': { service: 'mail', port: 8025 },
      cache: { service: 'cache', port: 6380, speaks: 'redis' },
    });
    expect(written).not.toMatch(/amqp|smtp|guessed/);
  });

  test('a database whose name no target can have is left out, and said', async () => {
    const text = `services:
  db: { image: postgres, environment: { POSTGRES_PASSWORD: x, POSTGRES_DB: "sh'op" }, ports: ['5432:5432'] }
`;
    const { loaded, text: written } = await drafted({ 'compose.yaml': text });
    expect(loaded.config.targets).toBeUndefined();
    expect(written).toContain("cannot be a target: sh'op");
  });

  test('Windows line ends and a byte order mark', async () => {
    const compose = '\uFEFF' + "services:\r\n  web:\r\n    build: .\r\n    ports: ['5000:5000']\r\n";
    const app =
      'from flask import Flask\r\napp = Flask(__name__)\r\n@app.route("/list")\r\ndef l(): return []\r\n';
    const { loaded } = await drafted({
      'compose.yaml': compose,
      'app.py': app,
      Dockerfile: 'FROM python:3\r\n',
    });
    expect(loaded.config.api?.endpoints.map(({ get }) => get)).toEqual(['/list']);
  });

  test('a published port of a protocol that is not HTTP is no web target', async () => {
    const { loaded, text } = await drafted(oneService("ports: ['9092:9092', '8080:8080']"));
    expect(Object.values(loaded.config.targets ?? {})).toEqual([{ service: 'web', port: 8080 }]);
    expect(text).toContain('# - web:9092: the port of a protocol that failsafe does not speak');
  });

  test('OpenAPI: the success that is documented; nothing of a GET that wants a parameter', async () => {
    const openapi = `openapi: 3.1.0
paths:
  /health: { get: { responses: { '204': { description: well } } } }
  /items: { get: { parameters: [{ name: q, in: query, required: true }], responses: { '200': { description: x } } } }
`;
    const { loaded } = await drafted({ ...oneService("ports: ['80:80']"), 'openapi.yaml': openapi });
    expect(loaded.config.api?.endpoints).toMatchObject([{ get: '/health', expect: { status: 204 } }]);
  });

  test('Laravel: routes in a group have a prefix that is not known', async () => {
    const routes = `<?php
Route::get('/about', fn() => 1);
Route::prefix('admin')->group(function () { Route::get('/secret', fn() => 1); });
`;
    const { loaded } = await drafted({ ...oneService("ports: ['80:80']"), 'routes/web.php': routes });
    expect(loaded.config.api?.endpoints.map(({ get }) => get)).toEqual(['/about']);
  });

  test('a monorepo that is built from its root: routes belong to whose Dockerfile stands beside them', async () => {
    const build = (app: string) => `build: { context: ., dockerfile: apps/${app}/Dockerfile }`;
    const { loaded } = await drafted({
      'compose.yaml': `services:
  admin: { ${build('admin')}, ports: ['3000:3000'] }
  api: { ${build('api')}, ports: ['4000:4000'] }
`,
      'apps/admin/Dockerfile': 'FROM node:24\n',
      'apps/api/Dockerfile': 'FROM node:24\n',
      'apps/api/server.js': "const app = require('express')();\napp.get('/users', users);\n",
    });
    expect(loaded.config.api).toMatchObject({
      target: 'admin',
      endpoints: [{ get: '/users', target: 'api' }],
    });
  });
});

describe('a compose file that starts nothing is refused, with the next step', () => {
  test.each([
    ['no services', 'services: {}\n', 'has no service'],
    ['the form of 2014', 'web:\n  image: nginx\n', 'has no service'],
    ['profiles alone', 'services:\n  web: { image: nginx, profiles: [full] }\n', 'COMPOSE_PROFILES=full'],
  ])('%s', async (_, text, said) => {
    await using made = await project({ 'compose.yaml': text });
    const { exitCode, stderr } = await failsafeIn(made.folder, 'init', '--yes');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(said) });
    expect(stderr).toContain('COMPOSE_NO_SERVICES');
  });
});
