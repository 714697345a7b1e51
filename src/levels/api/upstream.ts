import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { DeclaredEndpoint } from './endpoints.ts';

/** Who is likely to be behind an answer: the service asked, and the one that it passes the request on to. */
export interface Behind {
  readonly service?: string;
  /** The likely upstream of a proxy, or all of them when none is likelier. */
  readonly upstreams: readonly string[];
}

const partsOf = (path: string) =>
  path
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** A proxy's upstream is one of the services it depends on; the one whose name the path begins with is the likeliest. */
export function behind({ topology }: LoadedConfig, { target, path }: DeclaredEndpoint): Behind {
  if (!('service' in target.endpoint)) return { upstreams: [] };
  const { service } = target.endpoint;
  const direct = topology.dependsOn[service] ?? [];
  const [start] = partsOf(`${target.basePath}${path}`.split('?', 1)[0] ?? '');
  const named = direct.filter(name => start !== undefined && partsOf(name).includes(start));
  return { service, upstreams: named.length > 0 ? named : direct };
}
