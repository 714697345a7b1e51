import { ask, type Engine } from './engine.ts';
import { engineStatus } from './engine-error.ts';
import { LABEL } from './project-containers.ts';

/** One thing that the engine keeps and that carries the label of a compose project. */
export interface ProjectThing {
  readonly kind: 'container' | 'network' | 'volume' | 'image';
  /** What the engine knows it by. */
  readonly id: string;
  readonly name: string;
  /** Bytes, where the engine says. */
  readonly bytes?: number;
  /** Of an image: its names; none of one that a newer one has taken them from. */
  readonly tags?: readonly string[];
}

const DIGITS = 12;

const filtersOf = (project: string) => ({ label: [`${LABEL.project}=${project}`] });

/** By these names deploy and set-up keep images that were seen to run. */
const KEPT = /^failsafe\/.*:lkg-/;

const namesOf = (tags: readonly string[] | undefined) =>
  (tags ?? []).filter(tag => !tag.startsWith('<none>'));

/**
 * What the engine keeps of a project: its containers (those of `compose run` as well), networks, volumes and the images
 * that compose built for it. What carries no label of it is never among them: external volumes, pulled images. Nor are
 * images that a container of somebody else was made from, and the names by which images are kept to go back to.
 */
export async function projectThings(
  engine: Engine,
  project: string,
  signal: AbortSignal,
): Promise<ProjectThing[]> {
  const filters = filtersOf(project);
  const [everybodys, networks, { Volumes: volumes }, images] = await Promise.all([
    ask(engine, signal, docker => docker.listContainers({ all: true })),
    ask(engine, signal, docker => docker.listNetworks({ filters })),
    ask(engine, signal, docker => docker.listVolumes({ filters })),
    ask(engine, signal, docker => docker.listImages({ filters })),
  ]);
  const isOwn = ({ Labels }: { Labels: Record<string, string> }) => Labels[LABEL.project] === project;
  const foreign = new Set(everybodys.filter(one => !isOwn(one)).map(({ ImageID }) => ImageID));
  return [
    ...everybodys.filter(isOwn).map(
      ({ Id, Names }): ProjectThing => ({
        kind: 'container',
        id: Id,
        name: Names[0]?.replace(/^\//, '') ?? Id,
      }),
    ),
    ...networks.map(({ Id, Name }): ProjectThing => ({ kind: 'network', id: Id, name: Name })),
    ...(volumes ?? []).map(({ Name }): ProjectThing => ({ kind: 'volume', id: Name, name: Name })),
    ...images
      .filter(
        ({ Id, RepoTags }) =>
          !foreign.has(Id) &&
          !(namesOf(RepoTags).length > 0 && namesOf(RepoTags).every(tag => KEPT.test(tag))),
      )
      .map(({ Id, RepoTags, Size }): ProjectThing => {
        const tags = namesOf(RepoTags).filter(tag => !KEPT.test(tag));
        const name = tags.join(', ') || Id.replace(/^sha256:/, '').slice(0, DIGITS);
        return { kind: 'image', id: Id, name, bytes: Size, tags };
      }),
  ];
}

/** The engine has no such thing any more, or somebody is removing it. */
const GONE = 404;
const IN_USE = 409;

/** Removes one thing; gives false when somebody uses it, and it stays. */
export async function removeThing(
  engine: Engine,
  { kind, id, tags = [] }: ProjectThing,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await ask(engine, signal, async docker => {
      if (kind === 'container') await docker.getContainer(id).remove({ force: true, v: true });
      if (kind === 'network') await docker.getNetwork(id).remove();
      if (kind === 'volume') await docker.getVolume(id).remove();
      // By its names: one by which it is kept keeps it
      if (kind === 'image')
        for (const name of tags.length > 0 ? tags : [id]) await docker.getImage(name).remove();
    });
    return true;
  } catch (error) {
    const status = engineStatus(error);
    if (status === GONE) return true;
    if (status === IN_USE) return false;
    throw error;
  }
}
