import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Config } from '../../config/schema/config.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import type { DatabaseTarget, WebTarget } from '../../model/target.ts';

/** A web target of the service `nginx`. */
export const web: WebTarget = {
  name: 'web',
  endpoint: { service: 'nginx', port: 80 },
  tls: false,
  basePath: '',
};
/** An HTTPS target by its host name. */
export const site: WebTarget = {
  name: 'site',
  endpoint: { host: 'shop.example', port: 443 },
  tls: true,
  basePath: '',
};
/** A database of the service `db`. */
export const db: DatabaseTarget = {
  name: 'db',
  endpoint: { service: 'db', port: 5432 },
  database: 'shop',
  user: 'shop',
  tls: false,
};

/** A loaded config of the services `nginx` and `db`, with these targets. */
export const loadedWith = (config: Partial<Config>, ...targets: WebTarget[]): LoadedConfig => ({
  config: { version: 1, project: 'shop', ...config },
  file: '/shop/failsafe.yaml',
  root: '/shop',
  runtime: 'compose',
  topology: { services: ['nginx', 'db'], dependsOn: { nginx: ['db'] } },
  webTargets: Object.fromEntries(targets.map(target => [target.name, target])),
  databaseTargets: { db },
  protocolTargets: {},
  composeFiles: [],
  stackEnvironment: {},
  secrets: [],
});

/** An answer of 200 with an empty page, but for what is given. */
export const answer = (more: Partial<HttpAnswer> = {}): HttpAnswer => ({
  url: 'http://127.0.0.1:8080/',
  status: 200,
  headers: {},
  cookies: [],
  body: '',
  bytes: 0,
  cut: false,
  validText: true,
  durationMs: 10,
  firstByteMs: 9,
  ...more,
});
