import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASE_IMAGE, engine } from '../../../tests/support/engine.ts';
import type { ConfigState } from '../../model/stack.ts';
import { configStates } from './config-states.ts';
import { openEngine } from './engine.ts';
import type { ComposeScope } from './printable-command.ts';
import { listContainers } from './project-containers.ts';
import { COMPOSES, type ComposeFixture, composeFixture } from './testing/compose-fixture.ts';

const docker = await engine();
const [v2] = COMPOSES;
const base = { image: BASE_IMAGE, command: 'sleep infinity', init: true };

/** What tends to make a hash differ though nothing was changed. */
const services = {
  web: {
    ...base,
    env_file: ['app.env'],
    environment: { PRICE: '5$', EMPTY: null },
    depends_on: ['api'],
    scale: 2,
    volumes: ['./:/here:ro', 'data:/data'],
  },
  api: { ...base, ports: ['127.0.0.1::80'], healthcheck: { test: 'echo $HOME' }, build: { context: '.' } },
  beside: { ...base, network_mode: 'service:api' },
};

if (!docker.available) test.skip(docker.reason);

describe.runIf(docker.available && v2?.installed)('whether services run as their file has them', () => {
  let fixture: ComposeFixture;
  let text: string;

  async function states(more: Partial<ComposeScope> = {}): Promise<Record<string, ConfigState['is']>> {
    const signal = AbortSignal.timeout(60_000);
    const { project, file } = fixture;
    const scope = { cli: ['docker', 'compose'] as const, project, files: [file], environmentFile: undefined };
    const found = await configStates(
      { ...scope, ...more },
      await listContainers(openEngine({}), project, signal),
      signal,
    );
    return Object.fromEntries(Object.entries(found).map(([service, { is }]) => [service, is]));
  }
  const changed = async (from: string, to: string) => {
    expect(text).toContain(from);
    await writeFile(fixture.file, text.replace(from, to));
  };

  beforeAll(async () => {
    const api = { ...services.api, image: undefined };
    fixture = await composeFixture({ services: { ...services, api }, volumes: { data: {} } });
    text = await readFile(fixture.file, 'utf8');
    await writeFile(join(fixture.folder, 'app.env'), 'A=1\nB=a$$b\n');
    await writeFile(join(fixture.folder, 'other.env'), 'A=1\n');
    await writeFile(join(fixture.folder, 'Dockerfile'), `FROM ${BASE_IMAGE}\n`);
    await fixture.compose('up', '-d');
  });
  afterAll(async () => {
    await fixture.compose('down', '--volumes', '--timeout', '0', '--rmi', 'local');
    await fixture[Symbol.asyncDispose]();
  });

  test('they do after `up`; of one that hangs on another container it is not known', async () => {
    expect(await states()).toEqual({ web: 'current', api: 'current', beside: 'unknown' });
  });

  test.each([
    ['a variable', '"PRICE":"5', '"PRICE":"6', { web: 'changed', api: 'current' }],
    ['a port', '127.0.0.1::80', '127.0.0.1::81', { web: 'current', api: 'changed' }],
    ['how many there are', '"scale":2', '"scale":3', { web: 'current', api: 'current' }],
    ['its name', '"api":{', '"api2":{},"api":{', { web: 'unknown', api: 'unknown' }],
  ])('when somebody changes %s', async (_, from, to, expected) => {
    await changed(from, to);
    expect(await states()).toMatchObject(expected);
    await writeFile(fixture.file, text);
  });

  test('when a file of variables is changed', async () => {
    await writeFile(join(fixture.folder, 'app.env'), 'A=2\nB=a$$b\n');
    expect(await states()).toMatchObject({ web: 'changed', api: 'current' });
    await writeFile(join(fixture.folder, 'app.env'), 'A=1\nB=a$$b\n');
  });

  test('what was made from other files, or cannot be asked, is not known, where it differs', async () => {
    const other = join(fixture.folder, 'other.yml');
    await writeFile(other, JSON.stringify({ services: { web: { environment: { MORE: '1' } } } }));
    expect(await states({ files: [fixture.file, other] })).toMatchObject({ web: 'unknown', api: 'current' });
    await changed('"PRICE":"5', '"PRICE":"6');
    expect(await states({ environmentFile: join(fixture.folder, 'other.env') })).toMatchObject({
      web: 'unknown',
    });
    expect(await states({ cli: undefined })).toMatchObject({ web: 'unknown', api: 'unknown' });
    await writeFile(fixture.file, text);
  });

  test('they do after one was recreated by itself, as `failsafe fix` does it', async () => {
    await fixture.compose('up', '-d', '--no-deps', '--no-build', '--force-recreate', '--timeout', '0', 'web');
    expect(await states()).toMatchObject({ web: 'current', api: 'current' });
    await changed('"PRICE":"5', '"PRICE":"6');
    expect(await states()).toMatchObject({ web: 'changed', api: 'current' });
    await writeFile(fixture.file, text);
  });

  test('a .env beside the file counts for compose and for us alike', async () => {
    await writeFile(join(fixture.folder, '.env'), 'X=1\n');
    await fixture.compose('up', '-d', '--force-recreate', '--timeout', '0', 'web');
    await changed('"PRICE":"5', '"PRICE":"6');
    expect(await states()).toMatchObject({ web: 'changed' });
    expect(await states({ environmentFile: join(fixture.folder, '.env') })).toMatchObject({ web: 'changed' });
    await writeFile(fixture.file, text);
    expect(await states()).toMatchObject({ web: 'current' });
  });
});
