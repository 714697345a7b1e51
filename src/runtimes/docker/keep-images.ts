import { ask, type Engine } from './engine.ts';
import { listContainers, serviceOf } from './project-containers.ts';

const DIGITS = 12;

/** An image that runs, and the name by which it is kept when its own name goes to a newer one. */
export interface KeptImage {
  readonly service: string;
  readonly id: string;
  readonly repository: string;
  readonly tag: string;
  /** As compose names it; its id where that name went to a newer one. */
  readonly name: string;
}

/** The images that a project runs now, one a service. */
export async function runningImages(
  engine: Engine,
  project: string,
  signal: AbortSignal,
): Promise<KeptImage[]> {
  const containers = await listContainers(engine, project, signal);
  const running = containers.filter(({ State }) => State === 'running');
  const images = new Map(running.map(container => [serviceOf(container), container]));
  return [...images].map(([service, { ImageID: id, Image: name }]) => ({
    service,
    id,
    name,
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

/** An image that is kept to go back to. */
export interface ImageToGoBackTo {
  readonly id: string;
  readonly repository: string;
  /** Repository and tag. */
  readonly name: string;
  /** A container runs from it. */
  readonly running: boolean;
}

/** The images that were kept for a project, the newest first. */
export async function keptImages(
  engine: Engine,
  project: string,
  signal: AbortSignal,
): Promise<ImageToGoBackTo[]> {
  const [images, containers] = await Promise.all([
    ask(engine, signal, docker => docker.listImages()),
    ask(engine, signal, docker => docker.listContainers()),
  ]);
  const used = new Set(containers.map(({ ImageID }) => ImageID));
  const start = `failsafe/${project}/`;
  return images
    .toSorted((a, b) => b.Created - a.Created)
    .flatMap(({ Id, RepoTags }) =>
      (RepoTags ?? [])
        .filter(name => name.startsWith(start) && name.includes(':lkg-'))
        .map(name => ({ id: Id, name, repository: name.split(':')[0] ?? '', running: used.has(Id) })),
    );
}
