import { expect, test } from 'vitest';
import { planService } from './plan-service.ts';
import { secret } from './testing/test-project.ts';

test('a command', () => {
  const planned = planService('/app', 'web', {
    run: '  node  src/server.ts --quiet ',
    port: 80,
    cwd: 'web',
    needs: ['db'],
    env: { A: '{{port}}', B: secret('s') },
  });
  expect(planned).toEqual({
    kind: 'command',
    name: 'web',
    needs: ['db'],
    port: 80,
    ready: { kind: 'tcp' },
    image: 'node src/server.ts --quiet',
    command: process.execPath,
    args: ['src/server.ts', '--quiet'],
    cwd: '/app/web',
    env: { A: '{{port}}' },
    secrets: { B: 's' },
  });
});

test('a list is a command whose arguments may hold blanks', () => {
  const planned = planService('/app', 'web', { run: ['sh', '-c', 'exec x'] });
  expect(planned).toMatchObject({ command: 'sh', args: ['-c', 'exec x'] });
});

test.each([
  ['a path', { ready: '/ping', port: 1 }, { kind: 'http', path: '/ping' }],
  ['a line of its log', { ready: { log: 'up' }, port: 1 }, { kind: 'log', text: 'up' }],
  ['its port', { port: 1 }, { kind: 'tcp' }],
  ['nothing', {}, { kind: 'none' }],
  ['its end', { oneShot: true, port: 1 }, { kind: 'exit' }],
])('a service is ready by %s', (_name, service, ready) => {
  expect(planService('/app', 'web', { run: 'x', ...service }).ready).toEqual(ready);
});

test('a PostgreSQL', () => {
  const postgres = { database: 'app', password: secret('s'), init: ['a.sql'] };
  expect(planService('/app', 'db', { postgres })).toMatchObject({
    kind: 'postgres',
    port: 5432,
    user: 'postgres',
    password: 's',
    databases: [],
    init: ['/app/a.sql'],
    ready: { kind: 'postgres' },
  });
});
