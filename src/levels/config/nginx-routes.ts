import type { NginxDirective, SourceObservation } from '../../model/observations/source.ts';
import { firstSegment } from '../flask/routes.ts';
import { routesBehind } from '../flask/routes-behind.ts';
import {
  eachDirective,
  exampleServer,
  inForce,
  isRealtime,
  matchOf,
  type NginxView,
  nginxDirectives,
  own,
  passesIn,
} from '../nginx-files.ts';
import {
  isToldPort,
  PASSES,
  portsOf,
  servicesAround,
  servicesCalled,
  upstreamOf,
  upstreamsOf,
} from '../nginx-upstreams.ts';
import { type Rule, ruleCheck } from '../rule.ts';

const FLASK = (...routes: readonly string[]) =>
  `from flask import Flask\n\napp = Flask(__name__)\n${routes.map((route, index) => `\n\n@app.route("${route}")\ndef view_${index}():\n    return "ok"\n`).join('')}`;

/** What an `if` may do without a surprise. */
const SAFE_IN_IF = ['return', 'rewrite', 'set', 'break', 'access_log'];

const locationsOf = (server: NginxView) => own(server.directive, 'location');
const passOf = (location: NginxDirective) => own(location, 'proxy_pass')[0]?.args[0];

const covers = (location: Parameters<typeof matchOf>[0], prefix: string): boolean => {
  const { kind, path } = matchOf(location);
  if (kind === '@' || path === '/') return false;
  if (kind === '~' || kind === '~*') return path.includes(prefix.slice(1)) || /^\^?\/?[.(]/.test(path);
  return path === prefix || path.startsWith(`${prefix}/`) || (kind !== '=' && prefix.startsWith(path));
};

const rules: readonly Rule[] = [
  {
    id: 'N03',
    name: 'if-in-location',
    severity: 'medium',
    title: 'No `if` in a location does more than return or rewrite',
    why: 'Such a block replaces its location while a request is handled: other directives of it are lost, or nginx crashes.',
    source: 'nginx wiki: If is Evil',
    problem: '`if` in a location',
    cause: 'It reads as if it were a program.',
    fix: 'Use `map`, `try_files` or another location.',
    reads: ['nginx'],
    bad: exampleServer('location / { if ($arg_a) { add_header A b; } }'),
    good: exampleServer('location / { if ($arg_a) { return 404; } }'),
    find: eachDirective(['if'], ({ directive: { block = [] }, parents: [parent] }) => {
      const other = block.find(({ name }) => !SAFE_IN_IF.includes(name));
      return parent?.name === 'location' && other !== undefined ? `${other.name} stands in an if` : undefined;
    }),
  },
  {
    id: 'N06',
    name: 'websocket-headers',
    severity: 'high',
    title: 'A location of WebSockets hands the upgrade on',
    why: 'Without it every connection falls back to polling, or fails.',
    source: 'nginx documentation: WebSocket proxying',
    problem: 'No upgrade',
    cause:
      'The location was copied from one of plain requests. One `proxy_set_header` in a location turns off those from outside.',
    fix: 'Add `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;`.',
    reads: ['nginx'],
    bad: exampleServer('location /socket.io { proxy_pass http://web:5000; }'),
    good: exampleServer(
      'proxy_http_version 1.1;',
      'location /socket.io {',
      '  proxy_pass http://web:5000;',
      '  proxy_set_header Upgrade $http_upgrade;',
      '  proxy_set_header Connection "upgrade";',
      '}',
    ),
    find: eachDirective(['location'], ({ directive, parents }) => {
      if (!isRealtime(matchOf(directive).path) || passOf(directive) === undefined) return undefined;
      if (own(directive, 'include').length > 0) return undefined;
      const headers = inForce(directive, parents, 'proxy_set_header').map(({ args }) =>
        args[0]?.toLowerCase(),
      );
      const missing = ['upgrade', 'connection'].filter(name => !headers.includes(name));
      const [version] = inForce(directive, parents, 'proxy_http_version');
      if (version?.args[0] !== '1.1' && version?.args[0] !== '2') missing.unshift('HTTP/1.1');
      return missing.length === 0 ? undefined : `hands no ${missing.join(', ')} on`;
    }),
  },
  {
    id: 'N07',
    name: 'missing-location',
    severity: 'high',
    title: 'Every route of the code has a location that leads to it',
    why: 'Without one, the page of the application answers: 200, with HTML where JSON is expected.',
    source: 'nginx documentation: location',
    problem: 'A route without a location',
    cause: 'The route came into the code and not into nginx.',
    fix: 'Copy the location of a route of the same service, and change its path.',
    reads: ['nginx'],
    bad: {
      ...exampleServer(
        'location /users { proxy_pass http://users:5000; }',
        'location / { proxy_pass http://client:3000; }',
      ),
      'users/app.py': FLASK('/users', '/auth/login'),
    },
    good: {
      ...exampleServer(
        'location /users { proxy_pass http://users:5000; }',
        'location /auth { proxy_pass http://users:5000; }',
        'location / { proxy_pass http://client:3000; }',
      ),
      'users/app.py': FLASK('/users', '/auth/login'),
    },
    *find(project: SourceObservation) {
      for (const server of nginxDirectives(project).filter(({ directive }) => directive.name === 'server')) {
        const locations = locationsOf(server);
        // In the file of the server: there the place is shown
        const root = server.directive.block?.find(
          one => one.name === 'location' && matchOf(one).path === '/',
        );
        const proxied = locations.filter(location => location !== root && passOf(location) !== undefined);
        const passes = passesIn(server.directive, project).filter(
          ({ parents }) => root === undefined || !parents.includes(root),
        );
        const routes = routesBehind(passes, project);
        // Only a server that leads to this code, beside something else, can forget a part of it
        const known = proxied.find(location =>
          routes.some(({ path }) => covers(location, firstSegment(path) ?? '')),
        );
        const hidden = own(server.directive, 'include').length > 0;
        if (root === undefined || known === undefined || hidden || passOf(root) === passOf(known)) continue;
        const told = new Set<string>();
        for (const { path, ...related } of routes) {
          const prefix = firstSegment(path);
          if (
            prefix === undefined ||
            told.has(prefix) ||
            locations.some(location => covers(location, prefix))
          )
            continue;
          told.add(prefix);
          const { line, column } = root;
          yield {
            file: server.path,
            line,
            column,
            message: `answers ${prefix}, a route of the code, as no location leads to it`,
            related,
          };
        }
      }
    },
  },
  {
    id: 'N08',
    name: 'unknown-upstream',
    severity: 'high',
    title: 'nginx leads only to services and ports that there are',
    why: 'With a name that nobody has nginx does not start; with a wrong port it answers 502.',
    source: 'nginx documentation: proxy_pass; Compose documentation: Networking',
    problem: 'No such service or port',
    cause: 'It was renamed in the compose file, or misspelt.',
    fix: 'Write the name and the port of the service as the compose file and its Dockerfile have them.',
    reads: ['nginx'],
    bad: {
      ...exampleServer('location / { proxy_pass http://user:5000; }'),
      'compose.yaml': 'services:\n  users:\n    image: users:1\n    expose: [5000]\n',
    },
    good: {
      ...exampleServer('location / { proxy_pass http://users:5000; }'),
      'compose.yaml': 'services:\n  users:\n    image: users:1\n    expose: [5000]\n',
    },
    *find(project: SourceObservation) {
      for (const view of nginxDirectives(project)) {
        if (!PASSES.includes(view.directive.name)) continue;
        const services = servicesAround(view.path, project);
        if (services.length === 0) continue;
        for (const { host, port } of upstreamsOf(view, project)) {
          if (/\.|^localhost$|^host$/.test(host)) continue;
          const called = servicesCalled(host, services);
          if (called.length === 0)
            yield view.spot(`leads to ${host}, which is no service of the compose file`);
          const ports = called.flatMap(portsOf);
          if (ports.length === 0 || ports.includes(port) || called.some(one => isToldPort(one, port)))
            continue;
          yield view.spot(
            `leads to port ${port} of ${host}, which listens on ${[...new Set(ports)].join(', ')}`,
          );
        }
      }
    },
  },
  {
    id: 'N09',
    name: 'stripped-prefix',
    severity: 'medium',
    title: 'The code gets the path that its routes have',
    why: 'A slash at the end of `proxy_pass` replaces the path of the location: the code is asked for another route and answers 404.',
    source: 'nginx documentation: proxy_pass',
    problem: 'The prefix is stripped',
    cause: 'The slash is easily written.',
    fix: 'Remove the slash at the end of `proxy_pass`.',
    reads: ['nginx'],
    bad: {
      ...exampleServer('location /auth { proxy_pass http://users:5000/; }'),
      'app.py': FLASK('/auth/login'),
    },
    good: {
      ...exampleServer('location /auth { proxy_pass http://users:5000; }'),
      'app.py': FLASK('/auth/login'),
    },
    *find(project: SourceObservation) {
      for (const view of nginxDirectives(project)) {
        const [location] = view.parents;
        if (view.directive.name !== 'proxy_pass' || location?.name !== 'location') continue;
        const { kind, path } = matchOf(location);
        const prefix = path.replace(/\/$/, '');
        if (prefix === '' || !['', '^~'].includes(kind) || upstreamOf(view, project)?.path !== '/') continue;
        const route = routesBehind([view], project).find(
          one => one.path === prefix || one.path.startsWith(`${prefix}/`),
        );
        if (route === undefined) continue;
        const { path: whole, ...related } = route;
        yield { ...view.spot(`strips ${prefix}, which the route ${whole} begins with`), related };
      }
    },
  },
];

/** How nginx, the code and the compose file fit together. */
export const checks = rules.map(rule => ruleCheck('config', rule));
