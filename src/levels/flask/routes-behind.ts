import { dirname, relative } from 'node:path/posix';
import type { SourceObservation } from '../../model/observations/source.ts';
import { composeFiles, contextOf, homesOf } from '../compose-services.ts';
import type { NginxView } from '../nginx-files.ts';
import { servicesAround, servicesCalled, upstreamOf } from '../nginx-upstreams.ts';
import { type FlaskRoute, flaskRoutes } from './routes.ts';

const isUnder = (folder: string, path: string): boolean => !relative(folder, path).startsWith('..');

/** The folder of the application that a file is of: the nearest above it with a compose file. */
function applicationOf(path: string, folders: ReadonlySet<string>): string {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (folders.has(folder)) return folder;
  }
  return '.';
}

/** The folders that the services are built from to which these lead; undefined where one of them is not known. */
function contextsBehind(passes: readonly NginxView[], project: SourceObservation): string[] | undefined {
  const contexts = passes.flatMap(pass => {
    const host = upstreamOf(pass, project)?.host;
    const services = servicesAround(pass.path, project);
    const called = host === undefined ? [] : servicesCalled(host, services);
    return called.length === 0 ? [undefined] : called.map(contextOf);
  });
  const known = contexts.filter(context => context !== undefined);
  return known.length === contexts.length ? [...new Set(known)].sort() : undefined;
}

const found = new WeakMap<SourceObservation, Map<string, FlaskRoute[]>>();

/**
 * The routes of the code that each `proxy_pass` of these leads to: of the services that they name, where these are built
 * from folders, else of the application that their file is of. One repository may hold several, each with routes of its own.
 */
export function routesBehind(passes: readonly NginxView[], project: SourceObservation): FlaskRoute[] {
  const [first] = passes;
  if (first === undefined) return [];
  const contexts = contextsBehind(passes, project);
  const folders = new Set(composeFiles(project).flatMap(homesOf));
  const application = applicationOf(first.path, folders);
  const known = found.get(project) ?? new Map<string, FlaskRoute[]>();
  found.set(project, known);
  // Many locations lead to the same code, which is gone through once
  const key = JSON.stringify(contexts ?? application);
  const isBehind = (path: string): boolean =>
    contexts?.some(context => isUnder(context, path)) ?? applicationOf(path, folders) === application;
  const routes =
    known.get(key) ?? flaskRoutes({ ...project, files: project.files.filter(({ path }) => isBehind(path)) });
  known.set(key, routes);
  return routes;
}
