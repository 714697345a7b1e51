import type { Address } from '../../model/stack.ts';
import type { ListedContainer } from './project-containers.ts';

const ANY = ['', '0.0.0.0', '::', '127.0.0.1', 'localhost'];

/** The container whose network this one uses: itself, or the one of `network_mode: service:X`. */
function networkOwner(container: ListedContainer, project: readonly ListedContainer[]): ListedContainer {
  const [, id] = /^container:(.+)$/.exec(container.HostConfig.NetworkMode) ?? [];
  return project.find(other => other.Id === id) ?? container;
}

/** The TCP ports of a container that this machine can reach: container port → address. */
export function publishedPorts(
  container: ListedContainer,
  project: readonly ListedContainer[],
  publishedHost: string,
): Record<number, Address> {
  const ports: Record<number, Address> = {};
  const published = networkOwner(container, project).Ports.filter(
    ({ Type, PublicPort }) => Type === 'tcp' && PublicPort,
  );
  for (const { IP = '', PrivatePort, PublicPort } of published) {
    const address = { host: ANY.includes(IP) ? publishedHost : IP, port: PublicPort };
    if (ports[PrivatePort] === undefined || !IP.includes(':')) ports[PrivatePort] = address;
  }
  return ports;
}

/** Where a port of a container is reached. On the host's own network every port is as it is. */
export function addressOf(
  container: ListedContainer,
  project: readonly ListedContainer[],
  port: number,
  publishedHost: string,
): Address | undefined {
  if (networkOwner(container, project).HostConfig.NetworkMode === 'host')
    return { host: publishedHost, port };
  return publishedPorts(container, project, publishedHost)[port];
}
