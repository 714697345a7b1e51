import type { ServiceState } from '../../model/stack.ts';

/** How many containers of a service run, of how many. */
export interface InstanceCount {
  readonly up: number;
  /** What the compose file wants, or what exists where that is more: somebody has scaled it up by hand. */
  readonly wanted: number;
}

/** Counts against what the compose file wants; undefined where there is one container at most, and a state says it all. */
export function countInstances({ instances }: ServiceState, replicas: number): InstanceCount | undefined {
  if (instances === undefined) return undefined;
  const wanted = Math.max(replicas, instances.existing);
  return wanted > 1 ? { up: instances.up, wanted } : undefined;
}

/** What is said of the worst container of a service, with how many there are. */
export const ofInstances = (count: InstanceCount | undefined, message: string): string =>
  count === undefined ? message : `has ${count.up} of ${count.wanted} instances running: one ${message}`;
