import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { driftOf } from '../src/cli/drift-of.ts';
import { copyOf, failsafeIn, initialised } from './support/init-project.ts';

/** A project after init, and what drift says of it. */
async function initialisedCopy(name: string) {
  const project = await copyOf(name);
  const file = join(project.folder, 'failsafe.yaml');
  await writeFile(file, (await initialised(project.folder)).text);
  return {
    ...project,
    [Symbol.asyncDispose]: project[Symbol.asyncDispose],
    edit: async (path: string, change: (text: string) => string) => {
      const at = join(project.folder, path);
      await writeFile(at, change(await readFile(at, 'utf8')));
    },
    add: (path: string, text: string) => appendFile(join(project.folder, path), text),
    drift: async () => {
      const drift = await driftOf(file);
      return drift.map(({ state, kind, what }) => `${state} ${kind} ${what}`);
    },
  };
}

describe('failsafe drift', () => {
  test('what init has written fits', async () => {
    await using project = await initialisedCopy('express-mongodb');
    expect(await project.drift()).toEqual([]);
    const fits = await failsafeIn(project.folder, 'drift');
    expect(fits).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('fit') });
    await project.add('server.js', "app.get('/new', f);\n");
    const { exitCode, stdout } = await failsafeIn(project.folder, 'drift', '--json');
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([
      1,
      { drift: [{ what: '/new', where: expect.stringMatching(/^server\.js:\d+$/) }] },
    ]);
  });

  test('a port and a route that came', async () => {
    await using project = await initialisedCopy('express-mongodb');
    await project.edit('docker-compose.yml', text =>
      text.replace("['3000:3000']", "['3000:3000', '9229:9229']"),
    );
    await project.add('server.js', "app.get('/new', f);\napp.get('/new/:id', f);\napp.get('/logout', f);\n");
    expect(await project.drift()).toEqual(['unchecked port api:9229', 'unchecked route /new']);
  });

  test('what init lists as not checked is left out on purpose, until the line is taken out', async () => {
    await using project = await initialisedCopy('caddy-openapi');
    expect(await project.drift()).toEqual([]);
    await project.edit('failsafe.yaml', text => text.replace(/^# - caddy:443: TLS.*\n/m, ''));
    expect(await project.drift()).toEqual(['unchecked port caddy:443']);
    const { stdout } = await failsafeIn(project.folder, 'drift');
    expect(stdout).toContain('"# - caddy:443: WHY"');
    await project.add('failsafe.yaml', '# - caddy:443: WHY\n# - GET /v1/new of caddy: later\n');
    expect(await project.drift()).toEqual([]);
  });

  test('a service of a file that stack.compose does not name', async () => {
    await using project = await initialisedCopy('node-rabbitmq');
    await project.edit('failsafe.yaml', text =>
      text.replace(/^ {2}compose: .*$/m, '  compose: docker-compose.yml'),
    );
    await project.add('docker-compose.override.yml', '  cron: { image: debian }\n');
    expect(await project.drift()).toEqual(['unchecked service cron']);
  });

  test('a port and a route that went', async () => {
    await using project = await initialisedCopy('express-mongodb');
    await project.edit('docker-compose.yml', text => text.replace(/.*27017:27017.*\n/, ''));
    await project.edit('routes/notes.js', text => text.replace("'/recent'", "'/latest'"));
    expect(await project.drift()).toEqual(['unchecked route /notes/latest', 'gone port mongo:27017']);
  });

  test('a route that went, where no other takes its path', async () => {
    await using project = await initialisedCopy('express-mongodb');
    await project.edit('server.js', text => text.replace("'/healthz'", "'/livez'"));
    expect(await project.drift()).toEqual(['unchecked route /livez', 'gone route /healthz']);
  });

  test('a service that went', async () => {
    await using project = await initialisedCopy('worker-redis');
    await project.edit('compose.yaml', text => text.replaceAll('redis', 'cache'));
    expect(new Set(await project.drift())).toEqual(new Set(['gone service redis']));
  });

  test('a file that is wrong in another way is no drift', async () => {
    await using project = await initialisedCopy('static-site');
    await project.add('failsafe.yaml', 'unknown: 1\n');
    await expect(project.drift()).rejects.toThrow('unknown key');
  });
});
