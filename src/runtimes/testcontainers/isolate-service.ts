import type { ComposeAttachment, ComposePort, ComposeService } from './compose-document.ts';
import { hastenHealthCheck } from './hasten-health.ts';

/** How services of a run are told from those of others. */
export interface ServiceRules {
  /** Address of this machine on which ports are published; all of them when the engine is elsewhere. */
  readonly publishOn: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** The name of an image that is built for runs, in place of the one that the deployment uses. */
  imageFor(service: string): string | undefined;
}

/** On a port that the engine chooses. */
function randomPort(port: ComposePort, publishOn: string | undefined): string {
  const target = typeof port === 'string' ? (port.split(':').at(-1) ?? port) : `${port.target}`;
  const protocol = typeof port === 'string' || port.protocol === undefined ? '' : `/${port.protocol}`;
  return publishOn === undefined ? `${target}${protocol}` : `${publishOn}::${target}${protocol}`;
}

/** Fixed addresses would clash with those of another run. */
function attachment(own: ComposeAttachment | null, alias: string | undefined): ComposeAttachment {
  const { ipv4_address, ipv6_address, link_local_ips, mac_address, ...kept } = own ?? {};
  return alias === undefined ? kept : { ...kept, aliases: [...(kept.aliases ?? []), alias] };
}

/** The service stays reachable inside by the name that its container cannot have in a run. */
function attachments({
  networks,
  network_mode,
  container_name,
}: ComposeService): Pick<ComposeService, 'networks'> {
  if (network_mode !== undefined) return {};
  const all = Object.entries(networks ?? { default: null });
  return { networks: Object.fromEntries(all.map(([name, own]) => [name, attachment(own, container_name)])) };
}

/** A service that does not get in the way of the deployment, or of another run, on the same engine. */
export function isolateService(name: string, service: ComposeService, rules: ServiceRules): ComposeService {
  const { container_name, networks, ports, mac_address, external_links, pull_policy, ...kept } = service;
  const image = rules.imageFor(name);
  return {
    ...kept,
    ...(image === undefined ? { pull_policy } : { image }),
    ...attachments(service),
    ...(ports === undefined ? {} : { ports: ports.map(port => randomPort(port, rules.publishOn)) }),
    ...(service.healthcheck === undefined ? {} : { healthcheck: hastenHealthCheck(service.healthcheck) }),
    labels: { ...service.labels, ...rules.labels },
  };
}
