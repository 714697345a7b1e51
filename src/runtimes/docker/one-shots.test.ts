import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { oneShotsOf } from './one-shots.ts';
import { literalConfig } from './testing/literal-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'failsafe-one-shots-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('one-shots are the declared ones and those whose end is waited for', async () => {
  const file = join(folder, 'compose.yaml');
  writeFileSync(
    file,
    `services:
  web:
    depends_on:
      migrate: { condition: service_completed_successfully }
      db: { condition: service_healthy }
  worker: { depends_on: [web] }
  db:
  migrate: { image: x }
`,
  );
  const loaded = literalConfig({
    runtime: 'compose',
    composeFiles: [file],
    services: [],
    stack: { oneShots: ['seed'] },
  });
  expect([...(await oneShotsOf(loaded))].sort()).toEqual(['migrate', 'seed']);
});
