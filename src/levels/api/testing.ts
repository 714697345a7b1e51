import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Api, ApiEndpoint } from '../../config/schema/api.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import type { WebTarget } from '../../model/target.ts';

/** The web target of the tests: a proxy in front of `users` and `client`. */
export const web: WebTarget = {
  name: 'web',
  endpoint: { service: 'nginx', port: 80 },
  tls: false,
  basePath: '',
};
const other: WebTarget = {
  name: 'other',
  endpoint: { host: 'shop.example', port: 443 },
  tls: true,
  basePath: '/v1',
};

/** A loaded config with these endpoints of the target `web`. */
export const loadedWith = (endpoints: readonly ApiEndpoint[], api: Partial<Api> = {}): LoadedConfig => ({
  config: { version: 1, project: 'shop', api: { target: 'web', ...api, endpoints: [...endpoints] } },
  file: '/shop/failsafe.yaml',
  root: '/shop',
  runtime: 'compose',
  topology: {
    services: ['nginx', 'users', 'client', 'users-db'],
    dependsOn: { nginx: ['users', 'client'], users: ['users-db'] },
  },
  webTargets: { web, other },
  databaseTargets: {},
  protocolTargets: {},
  composeFiles: [],
  stackEnvironment: {},
  secrets: [],
});

/** A JSON answer of 200, but for what is given. */
export const answer = (more: Partial<HttpAnswer> = {}): HttpAnswer => ({
  url: 'http://127.0.0.1:8080/users',
  status: 200,
  headers: { 'content-type': 'application/json' },
  cookies: [],
  body: '{"status":"success","users":[{"id":1}]}',
  bytes: 40,
  cut: false,
  validText: true,
  durationMs: 10,
  firstByteMs: 9,
  ...more,
});

/** What a single-page app answers for any path. */
export const page = (more: Partial<HttpAnswer> = {}): HttpAnswer =>
  answer({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Shop</title>', ...more });
