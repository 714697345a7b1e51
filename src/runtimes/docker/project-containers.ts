import type Docker from 'dockerode';
import { askTwice } from './ask-twice.ts';
import type { Engine } from './engine.ts';
import { engineStatus } from './engine-error.ts';

/** Labels that docker compose puts on what it makes. */
export const LABEL = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  oneOff: 'com.docker.compose.oneoff',
  number: 'com.docker.compose.container-number',
  configFiles: 'com.docker.compose.project.config_files',
  environmentFile: 'com.docker.compose.project.environment_file',
  hash: 'com.docker.compose.config-hash',
  version: 'com.docker.compose.version',
} as const;

/** A container as the engine's list shows it. */
export type ListedContainer = Docker.ContainerInfo;
/** A container with everything the engine knows of it. */
export type InspectedContainer = Docker.ContainerInspectInfo;

/** The service that a container of a compose project belongs to. */
export const serviceOf = (container: ListedContainer): string => container.Labels[LABEL.service] ?? '';

/** The name of a container, as `docker ps` shows it. */
export const nameOf = ({ Names, Id }: ListedContainer): string => Names[0]?.slice(1) ?? Id.slice(0, 12);

/** An image that compose built carries the names of project and service as well, and hands them on to `docker run`. */
const isOfStack = ({ Labels }: ListedContainer): boolean =>
  Labels[LABEL.service] !== undefined &&
  Labels[LABEL.number] !== undefined &&
  Labels[LABEL.oneOff] !== 'True';

/**
 * All containers of a compose project, in whatever state. Those of `compose run`, and those that somebody started from
 * an image of the project, are not of the stack.
 */
export async function listContainers(
  engine: Engine,
  project: string,
  signal: AbortSignal,
): Promise<ListedContainer[]> {
  const filters = { label: [`${LABEL.project}=${project}`] };
  const found = await askTwice(engine, signal, docker => docker.listContainers({ all: true, filters }));
  return found.filter(isOfStack);
}

/** Details of a container; undefined when it is gone by now. */
export async function inspectContainer(
  engine: Engine,
  id: string,
  signal: AbortSignal,
): Promise<InspectedContainer | undefined> {
  try {
    return await askTwice(engine, signal, docker => docker.getContainer(id).inspect());
  } catch (error) {
    if (engineStatus(error) === 404) return undefined;
    throw error;
  }
}
