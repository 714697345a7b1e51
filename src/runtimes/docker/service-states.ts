import type { ServiceState } from '../../model/stack.ts';
import type { Engine } from './engine.ts';
import { imageId } from './image-id.ts';
import { inspectContainer, listContainers, serviceOf } from './project-containers.ts';
import { publishedPorts } from './published-ports.ts';
import { missingService, toServiceState, worst } from './service-state.ts';

/** What to look at. */
export interface ServicesToLookAt {
  readonly project: string;
  /** Services that should exist, in the order in which they are reported. */
  readonly declared: readonly string[];
  readonly oneShots: ReadonlySet<string>;
}

/** The state of each service that is declared or has a container; of several containers the worst. */
export async function serviceStates(
  engine: Engine,
  { project, declared, oneShots }: ServicesToLookAt,
  signal: AbortSignal,
): Promise<ServiceState[]> {
  const containers = await listContainers(engine, project, signal);
  const images = new Map<string, Promise<string | undefined>>();
  const currentImage = (name: string) => {
    const id = images.get(name) ?? imageId(engine, name, signal);
    images.set(name, id);
    return id;
  };
  const states = await Promise.all(
    containers.map(async listed => {
      const container = await inspectContainer(engine, listed.Id, signal);
      if (container === undefined) return [];
      const service = serviceOf(listed);
      return [
        toServiceState({
          service,
          container,
          ports: publishedPorts(listed, containers, engine.publishedHost),
          currentImage: await currentImage(container.Config.Image),
          oneShot: oneShots.has(service),
        }),
      ];
    }),
  );
  const byService = Map.groupBy(states.flat(), ({ service }) => service);
  const names = new Set([...declared, ...[...byService.keys()].sort()]);
  return [...names].map(name => worst(byService.get(name) ?? []) ?? missingService(name, oneShots.has(name)));
}
