import { dirname } from 'node:path/posix';
import { composePorts } from '../config/compose/compose-ports.ts';
import { isMap } from '../config/is-map.ts';
import type { SourceObservation } from '../model/observations/source.ts';
import { composeServices, dockerfileOf, type ServiceView } from './compose-services.ts';
import { type NginxView, nginxDirectives, own } from './nginx-files.ts';

/** Where a `proxy_pass` leads. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
  /** What follows host and port; undefined when nothing does. */
  readonly path?: string;
}

const ADDRESS = /^(https?):\/\/([\w.-]+)(?::(\d+))?(\/.*)?$/;

/** The values of `set $name`, in the file and the blocks around. */
function filled(text: string, { path }: NginxView, all: readonly NginxView[]): string {
  return text.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => {
    const set = all.find(
      one => one.path === path && one.directive.name === 'set' && one.directive.args[0] === `$${name}`,
    );
    return set?.directive.args[1] ?? whole;
  });
}

/** Where a `proxy_pass` leads, `set` and `upstream` followed; undefined where that is only known while it runs. */
export function upstreamOf(view: NginxView, project: SourceObservation): Upstream | undefined {
  const all = nginxDirectives(project);
  const [, scheme, host = '', port, path] =
    ADDRESS.exec(filled(view.directive.args[0] ?? '', view, all)) ?? [];
  if (scheme === undefined) return undefined;
  const group = all.find(({ directive }) => directive.name === 'upstream' && directive.args[0] === host);
  const standard = scheme === 'https' ? 443 : 80;
  if (group === undefined) return { host, port: Number(port ?? standard), path };
  const [server = ''] = own(group.directive, 'server')[0]?.args ?? [];
  const [, name, other] = /^([\w.-]+)(?::(\d+))?$/.exec(server) ?? [];
  return name === undefined ? undefined : { host: name, port: Number(other ?? standard), path };
}

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
  const file = service.project.files.find(({ path }) => path === dockerfileOf(service));
  const instructions = file?.tree?.kind === 'dockerfile' ? file.tree.instructions : [];
  const exposed = instructions.filter(({ keyword }) => keyword === 'EXPOSE').flatMap(({ args }) => args);
  const declared = [...(Array.isArray(expose) ? expose : []), ...exposed];
  return [
    ...composePorts(ports).map(({ container }) => container),
    ...declared.map(port => Number.parseInt(String(port), 10)),
  ];
}

/** The services of the compose file that builds or mounts a file of nginx: those of the nearest folder above it. */
export function servicesAround(path: string, project: SourceObservation): ServiceView[] {
  const services = composeServices(project);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const near = services.filter(({ file }) => dirname(file.path) === folder);
    if (near.length > 0 || folder === dirname(folder)) return near;
  }
}
