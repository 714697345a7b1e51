import { expect, test } from 'vitest';
import { loadConfig } from './load.ts';
import { oneShotsOf } from './one-shots.ts';
import { folderWith } from './testing/problems-of.ts';

const COMPOSE = `services:
  web:
    image: x
    depends_on:
      migrate: { condition: service_completed_successfully }
      db: { condition: service_healthy }
  worker: { image: x, depends_on: [web] }
  admin:
    image: x
    profiles: [tools]
    depends_on: { fill: { condition: service_completed_successfully } }
  db: { image: x }
  seed: { image: x }
  migrate: { image: x }
  fill: { image: x }
`;

test('one-shots are the declared ones and those whose end is waited for, by an inactive service as well', async () => {
  await using folder = await folderWith({
    'docker-compose.yml': COMPOSE,
    'failsafe.yaml':
      'version: 1\nproject: shop\nstack: { runtime: compose, compose: docker-compose.yml, oneShots: [seed] }\n',
  });
  const loaded = await loadConfig({ cwd: folder.path, environment: {} });
  expect([...oneShotsOf(loaded)].sort()).toEqual(['fill', 'migrate', 'seed']);
});
