import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ServiceAction } from '../../model/verdict.ts';
import { type ComposeScope, printableAction, printableCompose } from './printable-command.ts';

const scope: ComposeScope = {
  cli: undefined,
  project: 'app',
  files: [join(process.cwd(), 'docker-compose.yml'), '/srv/my app/override.yml'],
  environmentFile: undefined,
};

test.each<[ServiceAction, string]>([
  ['create', 'up -d --no-recreate users'],
  ['start', 'start users'],
  ['restart', 'restart users'],
  ['logs', 'logs --tail=100 users'],
  ['inspect', 'ps -a users'],
])('%s is a line for the shell', (action, words) => {
  expect(printableAction(scope, action, 'users')).toBe(
    `docker compose -p app -f docker-compose.yml -f '/srv/my app/override.yml' ${words}`,
  );
});

test('says what compose needs, and nothing that it knows', () => {
  const other: ComposeScope = {
    cli: ['docker-compose'],
    project: undefined,
    files: ['/srv/app.yml'],
    environmentFile: '/srv/test.env',
  };
  expect(printableCompose(other, ['up', '-d'])).toBe(
    'docker-compose --env-file /srv/test.env -f /srv/app.yml up -d',
  );
});
