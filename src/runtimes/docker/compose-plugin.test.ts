import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hasComposePlugin } from './compose-plugin.ts';

const folder = mkdtempSync(join(tmpdir(), 'failsafe-compose-plugin-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bin = join(folder, 'bin');
const plugins = join(folder, 'config/cli-plugins');
for (const place of [bin, plugins]) mkdirSync(place, { recursive: true });
const write = (file: string) => writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 });

test('docker compose is known by its files: the program on the path, and a plugin that can be run', () => {
  const environment = { PATH: `/nowhere:${bin}`, DOCKER_CONFIG: join(folder, 'config') };
  write(join(plugins, 'docker-compose'));
  expect(hasComposePlugin(environment)).toBe(false);
  write(join(bin, 'docker'));
  expect(hasComposePlugin(environment)).toBe(true);
  chmodSync(join(bin, 'docker'), 0o644);
  expect(hasComposePlugin(environment)).toBe(false);
});
