import type Docker from 'dockerode';

/** How a container is made. */
export type CreateOptions = Docker.ContainerCreateOptions;
/** The networks of a container, and the names that it has there. */
export type Endpoints = Readonly<Record<string, { readonly Aliases?: string[] }>>;

/** The networks that a container is in; the name that the engine gives each container by itself is left out. */
export function endpointsOf({ Id, NetworkSettings }: Docker.ContainerInspectInfo): Endpoints {
  const entries = Object.entries(NetworkSettings.Networks).map(([name, { Aliases }]) => [
    name,
    { Aliases: ((Aliases ?? []) as string[]).filter(alias => !Id.startsWith(alias)) },
  ]);
  return Object.fromEntries(entries);
}

/** Joins a container to networks. */
export async function attach(docker: Docker, id: string, endpoints: Endpoints): Promise<void> {
  for (const [name, EndpointConfig] of Object.entries(endpoints))
    await docker.getNetwork(name).connect({ Container: id, EndpointConfig });
}

/** The options that make a container like this one. */
export function createOptionsOf(details: Docker.ContainerInspectInfo): CreateOptions {
  const { Hostname, ...config } = details.Config;
  return {
    ...config,
    // Unless it was chosen the engine names it after the container
    ...(details.Id.startsWith(Hostname) ? {} : { Hostname }),
    name: details.Name.replace(/^\//, ''),
    HostConfig: details.HostConfig,
    NetworkingConfig: { EndpointsConfig: endpointsOf(details) },
  };
}
