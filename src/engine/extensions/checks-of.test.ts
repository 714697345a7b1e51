import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConfig } from '../../config/load.ts';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { checks } from '../registry.generated.ts';
import { builtInChecks } from './checks-of.ts';

const whole = await loadConfig({ file: fileURLToPath(new URL('../../../failsafe.yaml', import.meta.url)) });

const without = (section: string): LoadedConfig => ({
  ...whole,
  config: { ...whole.config, [section]: undefined },
});

const applied = (some: readonly (typeof checks)[number][], loaded: LoadedConfig) =>
  some.filter(check => check.instances(loaded).length > 0).map(({ id }) => id);

test('of the bundled deployment, which has all sections, all are loaded', async () => {
  expect(await builtInChecks(whole)).toEqual(checks);
});

test.each([
  ['no api', without('api')],
  ['no database', without('database')],
  ['no pwa', without('pwa')],
  ['no auth', without('auth')],
  ['no realtime', without('realtime')],
  ['no system', without('system')],
  ['no source', without('source')],
  ['no service', { ...whole, topology: { ...whole.topology, services: [] } }],
])('%s: what is not loaded would not have applied', async (_, loaded) => {
  const some = await builtInChecks(loaded);
  expect(some.length).toBeLessThan(checks.length);
  expect(applied(some, loaded)).toEqual(applied(checks, loaded));
});
