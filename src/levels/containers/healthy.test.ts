import { describe, expect, test } from 'vitest';
import type { ServiceState } from '../../model/stack.ts';
import { check } from './healthy.ts';
import { loadedWith, state } from './testing.ts';

const expectation = { service: 'users', snippet: 'users:\n  healthcheck: …' };

describe('containers.healthy', () => {
  test.each<[ServiceState, string]>([
    [state(), 'pass OK'],
    [state({ health: 'unhealthy', healthOutput: 'connection refused' }), 'fail UNHEALTHY'],
    [state({ health: 'starting' }), 'fail HEALTH_STARTING'],
    [state({ health: 'none' }), 'warn NO_HEALTHCHECK'],
    [state({ health: 'none', state: 'exited', exitCode: 0, oneShot: true }), 'skip SKIPPED'],
  ])('%j gives %s', (seen, expected) => {
    const { status, code } = check.evaluate([seen], expectation);
    expect(`${status} ${code}`).toBe(expected);
  });

  test('says what the health check said, without its secrets', () => {
    const healthOutput = 'GET /ping: {"token":"abc"}\n connection refused';
    const { message } = check.evaluate([state({ health: 'unhealthy', healthOutput })], expectation);
    expect(message).toBe(
      'is unhealthy; its health check says: GET /ping: {"token":"[redacted]"} connection refused',
    );
  });

  test('shows the health check to add', () => {
    expect(check.evaluate([state({ health: 'none' })], expectation).fixes?.[0]?.text).toContain(
      expectation.snippet,
    );
  });

  test('needs the service to run, and does not ask services that are declared to have no health', () => {
    const containers = { services: { users: { health: false } } };
    const stack = { oneShots: ['migrate'] };
    const loaded = loadedWith({ containers, stack }, { services: ['users', 'db', 'migrate'] });
    expect(check.instances(loaded)).toMatchObject([
      {
        subject: 'db',
        needs: ['containers.running:db'],
        excusedBy: ['containers.restarts:db', 'containers.network:db'],
      },
    ]);
  });

  test('makes the snippet fit the service', () => {
    const loaded = loadedWith(
      {},
      {
        services: ['db', 'web', 'cache'],
        databaseTargets: {
          main: {
            name: 'main',
            endpoint: { service: 'db', port: 5433 },
            database: 'shop',
            user: 'app',
            tls: false,
          },
        },
        webTargets: {
          site: { name: 'site', endpoint: { service: 'web', port: 8080 }, tls: false, basePath: '/shop' },
        },
      },
    );
    const [db, web, cache] = check.instances(loaded).map(({ expectation: { snippet } }) => snippet);
    expect(db).toContain('"pg_isready", "-q", "-h", "127.0.0.1", "-p", "5433", "-U", "app", "-d", "shop"');
    expect(web).toContain('"http://127.0.0.1:8080/shop/"');
    expect(cache).toContain('a command that ends with 0');
  });
});
