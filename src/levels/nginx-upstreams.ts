import { dirname } from 'node:path/posix';
import { composePorts } from '../config/compose/compose-ports.ts';
import { isMap } from '../config/is-map.ts';
import type { SourceObservation } from '../model/observations/source.ts';
import { composedWith } from './compose-includes.ts';
import {
  composeFiles,
  composeServices,
  dockerfileTreeOf,
  homesOf,
  isTemplate,
  type ServiceView,
} from './compose-services.ts';
import { commonFolders, type NginxView, nginxDirectives, own } from './nginx-files.ts';

/** Where a `proxy_pass` leads. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
  /** What follows host and port; undefined when nothing does. */
  readonly path?: string;
}

const ADDRESS = /^(https?|grpcs?):\/\/([\w.-]+)(?::(\d+))?(\/.*)?$/;
/** Of FastCGI and its like, whose addresses have no scheme. */
const BARE = /^([\w.-]+)(?::(\d+))?$/;

/** What hands requests on. */
export const PASSES: readonly string[] = [
  'proxy_pass',
  'fastcgi_pass',
  'uwsgi_pass',
  'scgi_pass',
  'grpc_pass',
];

/** The values of `set $name`: of the blocks around and what these include, the innermost first, else of the file. */
function filled(text: string, { path, parents }: NginxView, all: readonly NginxView[]): string {
  return text.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => {
    const around = parents.flatMap(block => own(block, 'set'));
    const inFile = all
      .filter(one => one.path === path && one.directive.name === 'set')
      .map(({ directive }) => directive);
    const set = [...around, ...inFile].find(({ args }) => args[0] === `$${name}`);
    return set?.args[1] ?? whole;
  });
}

/** The `upstream` of a name: of several, which other applications may have, the nearest one. */
function groupOf(host: string, { path }: NginxView, all: readonly NginxView[]): NginxView | undefined {
  const named = all.filter(({ directive }) => directive.name === 'upstream' && directive.args[0] === host);
  return named.sort((a, b) => commonFolders(b.path, path) - commonFolders(a.path, path))[0];
}

/** Where a `proxy_pass` and its like lead, `set` and `upstream` followed; nothing where that is only known while it runs. */
export function upstreamsOf(view: NginxView, project: SourceObservation): Upstream[] {
  const all = nginxDirectives(project);
  const { name: pass, args } = view.directive;
  const address = filled(args[0] ?? '', view, all);
  const [, scheme = '', host = '', port, path] =
    ADDRESS.exec(address) ?? (pass === 'proxy_pass' ? [] : [undefined, ...(BARE.exec(address) ?? [])]);
  if (host === '') return [];
  const group = groupOf(host, view, all);
  const standard = scheme.endsWith('s') ? 443 : 80;
  if (group === undefined) return [{ host, port: Number(port ?? standard), path }];
  return own(group.directive, 'server').flatMap(({ args: [server = ''] }): Upstream[] => {
    const [, name, other] = BARE.exec(server) ?? [];
    return name === undefined ? [] : [{ host: name, port: Number(other ?? standard), path }];
  });
}

/** The first of them. */
export const upstreamOf = (view: NginxView, project: SourceObservation): Upstream | undefined =>
  upstreamsOf(view, project)[0];

/** The names by which other services reach a service. */
function namesOf({ name, value }: ServiceView): string[] {
  const networks = isMap(value.networks) ? Object.values(value.networks) : [];
  const aliases = networks.flatMap(network =>
    isMap(network) && Array.isArray(network.aliases) ? network.aliases : [],
  );
  return [name, value.container_name, value.hostname, ...aliases].filter(one => typeof one === 'string');
}

/** The services that a name of a host means. */
export const servicesCalled = (host: string, services: readonly ServiceView[]): ServiceView[] =>
  services.filter(service => namesOf(service).includes(host));

/** The ports that a service is said to listen on: published, exposed, or exposed by its Dockerfile. */
export function portsOf(service: ServiceView): number[] {
  const { ports, expose } = service.value;
  const { instructions = [] } = dockerfileTreeOf(service) ?? {};
  const exposed = instructions.filter(({ keyword }) => keyword === 'EXPOSE').flatMap(({ args }) => args);
  const declared = [...(Array.isArray(expose) ? expose : []), ...exposed];
  return [
    ...composePorts(ports).map(({ container }) => container),
    ...declared.map(port => Number.parseInt(String(port), 10)),
  ];
}

/** Whether a service is told to listen there by its command or environment, whatever else it publishes. */
export function isToldPort(service: ServiceView, port: number): boolean {
  const { command, entrypoint, environment } = service.value;
  const { instructions = [] } = dockerfileTreeOf(service) ?? {};
  const told = instructions
    .filter(({ keyword }) => ['CMD', 'ENTRYPOINT', 'ENV'].includes(keyword))
    .map(({ text }) => text);
  return new RegExp(`(?<!\\d)${port}(?!\\d)`).test(
    [JSON.stringify([command, entrypoint, environment]), ...told].join('\n'),
  );
}

/** The services around a file of nginx: of the compose files of the nearest folder above it, and of what is composed with these. */
export function servicesAround(path: string, project: SourceObservation): ServiceView[] {
  const services = composeServices(project);
  const files = composeFiles(project);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const near = files.filter(file => !isTemplate(file) && homesOf(file).includes(folder));
    const together = new Set(near.flatMap(file => composedWith(file, files)).map(file => file.path));
    const around = services.filter(({ file }) => together.has(file.path));
    if (around.length > 0 || folder === dirname(folder)) return around;
  }
}
