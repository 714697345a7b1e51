import { ask, type Engine } from './engine.ts';
import { listContainers, serviceOf } from './project-containers.ts';

const DIGITS = 12;

/** An image that runs, and the name by which it is kept when its own name goes to a newer one. */
export interface KeptImage {
  readonly service: string;
  readonly id: string;
  readonly repository: string;
  readonly tag: string;
}

/** The images that a project runs now, one a service. */
export async function runningImages(
  engine: Engine,
  project: string,
  signal: AbortSignal,
): Promise<KeptImage[]> {
  const containers = await listContainers(engine, project, signal);
  const running = containers.filter(({ State }) => State === 'running');
  const images = new Map(running.map(container => [serviceOf(container), container.ImageID]));
  return [...images].map(([service, id]) => ({
    service,
    id,
    repository: `failsafe/${project}/${service.toLowerCase()}`,
    tag: `lkg-${id.replace(/^sha256:/, '').slice(0, DIGITS)}`,
  }));
}

/** Gives an image its name. */
export const keepImage = (
  engine: Engine,
  { id, repository, tag }: KeptImage,
  signal: AbortSignal,
): Promise<unknown> => ask(engine, signal, docker => docker.getImage(id).tag({ repo: repository, tag }));
