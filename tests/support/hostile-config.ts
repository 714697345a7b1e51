import type { LoadedConfig } from '../../src/config/loaded-config.ts';
import type { Config } from '../../src/config/schema/config.ts';
import { Secret } from '../../src/model/secret.ts';
import { loadedWith } from './small-plan.ts';

const credentials = { email: '{{user.email}}', password: '{{user.password}}' };
const node = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/$defs/node' } } } };

const declared = (unit: number): Omit<Config, 'version' | 'project'> => ({
  connectivity: { timeout: 3 * unit },
  api: {
    target: 'web',
    timeout: 3 * unit,
    securityHeaders: false,
    endpoints: [
      { name: 'paths', get: '/users', expect: { status: 200, json: { '$.data.users[*].id': { above: 0 } } } },
      { name: 'anywhere', get: '/any', expect: { status: 200, json: { '$..total': { above: 0 } } } },
      { name: 'equal', get: '/equal', expect: { status: 200, json: { $: { equals: { data: 1 } } } } },
      { name: 'subset', get: '/subset', expect: { status: 200, match: { data: { users: [] } } } },
      {
        name: 'schema',
        get: '/schema',
        expect: {
          status: 200,
          schema: {
            $defs: { node },
            type: 'object',
            required: ['data', 'total'],
            properties: { data: { properties: { users: { items: { required: ['id'] } } } } },
            additionalProperties: { $ref: '#/$defs/node' },
          },
        },
      },
      { name: 'text', get: '/ping', expect: { status: 200, body: { startsWith: 'pong' } } },
    ],
  },
  database: { target: 'db', timeout: 3 * unit },
  pwa: { target: 'web', serviceWorker: '/sw.js', browser: false, timeout: 8 * unit },
  auth: {
    target: 'web',
    account: { user: { email: 'somebody@example.com', password: new Secret('PASSWORD', 'a-password') } },
    login: { post: '/login', json: credentials, expect: { status: 200, json: { $: { equals: 'never' } } } },
    whoami: { get: '/whoami', expect: { status: 200 } },
    timeout: 4 * unit,
  },
  realtime: {
    socketio: [{ target: 'web', timeout: unit, greets: { event: 'hello' } }],
    websocket: [{ name: 'ws', target: 'web', path: '/ws', timeout: unit, expect: { message: 'hello' } }],
    sse: [{ name: 'sse', target: 'web', path: '/sse', firstEvent: unit }],
  },
});

/**
 * A deployment of which everything is at one port of this machine, with a check of each kind on it. Timeouts are a few
 * times `unit`, in milliseconds.
 */
export function hostileConfig(port: number, unit: number): LoadedConfig {
  const endpoint = { host: '127.0.0.1', port };
  return {
    ...loadedWith(),
    config: { version: 1, project: 'hostile', ...declared(unit) },
    webTargets: { web: { name: 'web', endpoint, tls: false, basePath: '' } },
    databaseTargets: {
      db: {
        name: 'db',
        endpoint,
        database: 'users',
        user: 'postgres',
        password: new Secret('DB', 'a-password'),
        tls: false,
      },
    },
  };
}
