import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { composeCli } from '../docker/compose-cli.ts';
import { type LiteralConfig, literalConfig } from '../docker/testing/literal-config.ts';
import { projectNameOf } from './project-name.ts';

const root = mkdtempSync(join(tmpdir(), 'failsafe-names-'));
afterAll(() => rmSync(root, { recursive: true }));

function composeFile(folder: string, head = '', dotEnv?: string): string {
  mkdirSync(join(root, folder), { recursive: true });
  const file = join(root, folder, 'docker-compose.yml');
  writeFileSync(file, `${head}services: { web: { image: nginx } }\n`);
  if (dotEnv !== undefined) writeFileSync(join(root, folder, '.env'), dotEnv);
  return file;
}

const nameOf = (file: string, more: Partial<LiteralConfig> = {}, environment = {}) =>
  projectNameOf(
    literalConfig({ runtime: 'compose', composeFiles: [file], services: [], ...more }),
    environment,
  );

const v2 = (await composeCli())?.[0] === 'docker';

describe('without any name the folder is taken', () => {
  const folders = ['My App.v2', '_-shop-_', 'Über-App', 'plain'];

  test.each([
    ['My App.v2', 'myappv2'],
    ['_-shop-_', 'shop-_'],
    ['Über-App', 'ber-app'],
    ['plain', 'plain'],
  ])('%s: %s', async (folder, name) => {
    expect(await nameOf(composeFile(folder))).toBe(name);
  });

  test.runIf(v2).each(folders)('%s as compose does it', async folder => {
    const file = composeFile(folder);
    const { stdout } = await execa('docker', ['compose', '-f', file, 'config'], { cwd: dirname(file) });
    expect(stdout).toContain(`name: ${await nameOf(file)}\n`);
  });
});

test.each<[string, string, Partial<LiteralConfig>, Record<string, string>, string | undefined]>([
  ['name: of the compose file', 'shop-green', {}, {}, undefined],
  ['name: with a variable', 'shop-blue', {}, { COLOUR: 'blue' }, undefined],
  ['.env beside the compose file', 'dotted', {}, {}, 'COMPOSE_PROJECT_NAME=dotted'],
  [
    'stack.env',
    'staged',
    { environment: { COMPOSE_PROJECT_NAME: 'staged' } },
    {},
    'COMPOSE_PROJECT_NAME=dotted',
  ],
  [
    'the real environment',
    'real',
    { environment: { COMPOSE_PROJECT_NAME: 'staged' } },
    { COMPOSE_PROJECT_NAME: 'real' },
    undefined,
  ],
  ['stack.project', 'set', { stack: { project: 'set' } }, { COMPOSE_PROJECT_NAME: 'real' }, undefined],
])('%s wins: %s', async (title, name, more, environment, dotEnv) => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: compose interpolates it
  const file = composeFile(title.replaceAll(/\W/g, ''), 'name: shop-${COLOUR:-green}\n', dotEnv);
  expect(await nameOf(file, more, environment)).toBe(name);
});
