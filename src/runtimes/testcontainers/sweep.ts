import type Docker from 'dockerode';
import { ask, type Engine } from '../docker/engine.ts';
import { engineStatus } from '../docker/engine-error.ts';
import { LABEL } from '../docker/project-containers.ts';

/** Somebody else removed it, is removing it, or it is not there: all are fine. */
const ALREADY = [404, 409];

async function remove(engine: Engine, signal: AbortSignal, act: (docker: Docker) => Promise<unknown>) {
  try {
    await ask(engine, signal, act);
  } catch (error) {
    if (!ALREADY.includes(engineStatus(error) ?? 0)) throw error;
  }
}

/**
 * Removes the containers, networks and volumes that carry the label of a project, and nothing else. Gives the number of
 * things that it found.
 */
export async function sweep(engine: Engine, project: string, signal: AbortSignal): Promise<number> {
  const filters = { label: [`${LABEL.project}=${project}`] };
  const containers = await ask(engine, signal, docker => docker.listContainers({ all: true, filters }));
  await Promise.all(
    containers.map(({ Id }) =>
      remove(engine, signal, docker => docker.getContainer(Id).remove({ force: true, v: true })),
    ),
  );
  const [networks, { Volumes: volumes }] = await Promise.all([
    ask(engine, signal, docker => docker.listNetworks({ filters })),
    ask(engine, signal, docker => docker.listVolumes({ filters })),
  ]);
  await Promise.all([
    ...networks.map(({ Id }) => remove(engine, signal, docker => docker.getNetwork(Id).remove())),
    ...volumes.map(({ Name }) => remove(engine, signal, docker => docker.getVolume(Name).remove())),
  ]);
  return containers.length + networks.length + volumes.length;
}
