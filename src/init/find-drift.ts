import type { LoadedConfig } from '../config/loaded-config.ts';
import { matchOf, nginxDirectives } from '../levels/nginx-files.ts';
import type { DeclaredPath } from './declared-paths.ts';
import { declaredPaths } from './declared-paths.ts';
import { ownerOf } from './draft-endpoints.ts';
import { findRoutes } from './routes/find-routes.ts';
import type { Survey } from './survey.ts';

/** Something that has no check, or a check of something that is gone. */
export interface Drift {
  readonly kind: 'service' | 'port' | 'route';
  /** `unchecked`: it is there, and nothing looks at it. `gone`: it is looked at, and not there. */
  readonly state: 'unchecked' | 'gone';
  /** The service, `service:port`, or the path. */
  readonly what: string;
  /** Where it is written: of code its file and line, of failsafe.yaml its key. */
  readonly where?: string;
}

const isService = <T extends object>(
  target: T,
): target is T & { readonly service: string; readonly port: number } => 'service' in target;

function unchecked(
  { services, routes }: Survey,
  { config, topology }: LoadedConfig,
  paths: readonly DeclaredPath[],
): Drift[] {
  const ignored = config.containers?.ignore ?? [];
  const looked = [
    ...Object.values(config.targets ?? {}).filter(isService),
    ...(config.connectivity?.closed ?? []).filter(isService),
  ];
  const declared = new Set(paths.map(({ path }) => path));
  const known = services.filter(({ name }) => topology.services.includes(name));
  return [
    ...services
      .filter(service => !known.includes(service))
      .map(
        ({ name }): Drift => ({
          kind: 'service',
          state: 'unchecked',
          what: name,
          where: 'no file of stack.compose has it',
        }),
      ),
    ...known.flatMap(({ name, ports }) =>
      ports
        .filter(
          ({ container }) => !looked.some(({ service, port }) => service === name && port === container),
        )
        .filter(() => !ignored.includes(name))
        .map(({ container }): Drift => ({ kind: 'port', state: 'unchecked', what: `${name}:${container}` })),
    ),
    ...routes
      .filter(({ path }) => !declared.has(path) && !declared.has(path.replace(/(.)\/$/, '$1')))
      .map(
        ({ path, file, line }): Drift => ({
          kind: 'route',
          state: 'unchecked',
          what: path,
          where: `${file}:${line}`,
        }),
      ),
  ];
}

/** Whether something else than code may answer a path: a location of nginx that hands nothing on, a file. */
function answeredElsewhere(path: string, { project }: Survey): boolean {
  const byNginx = nginxDirectives(project).some(({ directive }) => {
    if (directive.name !== 'location') return false;
    const { kind, path: prefix } = matchOf(directive);
    const isOwn = !directive.block?.some(({ name }) => /_pass$/.test(name));
    return isOwn && prefix !== '/' && (kind === '=' ? path === prefix : path.startsWith(prefix));
  });
  return byNginx || project.files.some(file => file.path.endsWith(path));
}

const VARIABLE = /[<{*(]|^:/;
const segments = (path: string) => path.replace(/(.)\/$/, '$1').split('/');

/** Whether a path is one of those that `/users/<id>`, `/users/{id}` or `/users/:id` stands for. */
function isOfRoute(path: string, route: string): boolean {
  const [asked, declared] = [segments(path), segments(route)];
  return (
    asked.length === declared.length &&
    declared.every((part, index) => VARIABLE.test(part) || part === asked[index])
  );
}

function gone(found: Survey, { config, compose }: LoadedConfig, paths: readonly DeclaredPath[]): Drift[] {
  const ports = Object.entries(config.targets ?? {}).flatMap(([name, target]): Drift[] => {
    if (!isService(target)) return [];
    const published = compose?.services[target.service]?.ports ?? [];
    if (published.some(({ container }) => container === target.port)) return [];
    return [
      {
        kind: 'port',
        state: 'gone',
        what: `${target.service}:${target.port}`,
        where: `targets.${name}: the compose file does not publish it`,
      },
    ];
  });
  // What code answers is known only where the code was read
  const routes = findRoutes(found.project, { all: true });
  const owners = routes.map(({ file }) => ownerOf(file, found.services));
  const isRead = routes.length > 0 && owners.every(owner => owner !== undefined);
  const lost = paths.filter(
    ({ path, endpoint }) =>
      isRead &&
      endpoint !== undefined &&
      !endpoint.refused &&
      path !== '/' &&
      !path.includes('{{') &&
      !routes.some(route => isOfRoute(path, route.path)) &&
      !answeredElsewhere(path, found),
  );
  return [
    ...ports,
    ...lost.map(({ path, at }): Drift => ({ kind: 'route', state: 'gone', what: path, where: at })),
  ];
}

/** The list at the end of a failsafe.yaml that init has written: `# - nginx:443: TLS …`, `# - GET /old of web …`. */
const LEFT_OUT = /^# - (?:GET )?(\S+?):?(?= |$)/gm;

/**
 * What the files of a project and its failsafe.yaml do not have in common. What stands in the list at its end is left out on
 * purpose.
 *
 * @param text of failsafe.yaml
 */
export function findDrift(found: Survey, loaded: LoadedConfig, text: string): Drift[] {
  const paths = declaredPaths(loaded.config);
  const leftOut = new Set([...text.matchAll(LEFT_OUT)].map(([, what]) => what));
  const left = unchecked(found, loaded, paths).filter(({ what }) => !leftOut.has(what));
  return [...left, ...gone(found, loaded, paths)];
}
