import { ask, openEngine } from '../../docker/engine.ts';
import { LABEL } from '../../docker/project-containers.ts';
import { OWNER_LABEL } from '../sweep-stale.ts';

/** What the engine has of a run: `container`, `network`, `volume`, each as often as there are. */
export async function leftOf(project: string): Promise<string[]> {
  const filters = { label: [OWNER_LABEL, `${LABEL.project}=${project}`] };
  const signal = AbortSignal.timeout(10_000);
  const engine = openEngine();
  const [containers, networks, { Volumes }] = await Promise.all([
    ask(engine, signal, docker => docker.listContainers({ all: true, filters })),
    ask(engine, signal, docker => docker.listNetworks({ filters })),
    ask(engine, signal, docker => docker.listVolumes({ filters })),
  ]);
  return [
    ...containers.map(() => 'container'),
    ...networks.map(() => 'network'),
    ...Volumes.map(() => 'volume'),
  ];
}
