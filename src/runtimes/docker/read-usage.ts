import type { ServiceUsage } from '../../model/stack.ts';
import { askTwice } from './ask-twice.ts';
import { type ContainerStats, toUsage } from './container-usage.ts';
import type { Engine } from './engine.ts';
import { inspectContainer } from './project-containers.ts';

/** Asks the engine what a container uses; it takes one to two seconds, because CPU is a difference of two samples. */
export async function readUsage(engine: Engine, id: string, signal: AbortSignal): Promise<ServiceUsage> {
  const [container, stats] = await Promise.all([
    inspectContainer(engine, id, signal),
    askTwice(engine, signal, async docker => {
      const answer: unknown = await docker.getContainer(id).stats({ stream: false });
      return answer as ContainerStats;
    }),
  ]);
  return toUsage(stats, container?.HostConfig.Memory ?? 0);
}
