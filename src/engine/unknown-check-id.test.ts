import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { createPlan } from './plan.ts';
import { checks } from './registry.generated.ts';

const FILE = resolve(import.meta.dirname, '../../fixtures/broken-configs/plan/unknown-check-id.yaml');

test('an id of no check is shown where it stands', async () => {
  const loaded = await loadConfig({ file: FILE, environment: { POSTGRES_PASSWORD: 'a-password' } });
  expect(() => createPlan(loaded, checks)).toThrow(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          code: 'CONFIG_UNKNOWN_REFERENCE',
          fix: 'Did you mean "api.status:users"?',
          at: expect.objectContaining({ line: 13, column: 15 }),
        }),
      ],
    }),
  );
});
