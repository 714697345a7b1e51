import { ask, type Engine } from '../docker/engine.ts';
import { LABEL } from '../docker/project-containers.ts';
import { isGone, parseOwner } from './owner.ts';
import { sweep } from './sweep.ts';

/** Label of everything that a run makes: the process that it belongs to. */
export const OWNER_LABEL = 'failsafe.owner';

type Labels = Readonly<Record<string, string>> | null | undefined;

/** Removes what runs left behind whose process, and with it its sweeper, was killed. Gives their projects. */
export async function sweepStale(engine: Engine, signal: AbortSignal): Promise<string[]> {
  const filters = { label: [OWNER_LABEL] };
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    ask(engine, signal, docker => docker.listContainers({ all: true, filters })),
    ask(engine, signal, docker => docker.listNetworks({ filters })),
    ask(engine, signal, docker => docker.listVolumes({ filters })),
  ]);
  const labels: Labels[] = [...containers, ...networks, ...volumes].map(({ Labels }) => Labels);
  const stale = labels.flatMap(label => {
    const owner = parseOwner(label?.[OWNER_LABEL] ?? '');
    const project = label?.[LABEL.project];
    return owner !== undefined && project !== undefined && isGone(owner) ? [project] : [];
  });
  const projects = [...new Set(stale)];
  await Promise.all(projects.map(project => sweep(engine, project, signal)));
  return projects;
}
