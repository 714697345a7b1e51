import type { Engine } from './engine.ts';
import { listContainers, serviceOf } from './project-containers.ts';

/** The named volumes that the containers of a service have mounted. */
export async function volumesOfService(
  engine: Engine,
  project: string,
  service: string,
  signal: AbortSignal,
): Promise<string[]> {
  const containers = await listContainers(engine, project, signal);
  return containers
    .filter(container => serviceOf(container) === service)
    .flatMap(({ Mounts }) => Mounts.flatMap(({ Type, Name }) => (Type === 'volume' && Name ? [Name] : [])));
}
