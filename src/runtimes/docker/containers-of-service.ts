import { ProbeError } from '../../model/probe-error.ts';
import { type ListedContainer, serviceOf } from './project-containers.ts';

/** At least one container. */
export type SomeContainers = readonly [ListedContainer, ...ListedContainer[]];

const some = (containers: readonly ListedContainer[]): SomeContainers | undefined => {
  const [first, ...others] = containers;
  return first === undefined ? undefined : [first, ...others];
};

/**
 * The containers of a service, running or not.
 * @throws ProbeError SERVICE_MISSING (target)
 */
export function containersOf(service: string, project: readonly ListedContainer[]): SomeContainers {
  const own = some(project.filter(container => serviceOf(container) === service));
  if (own !== undefined) return own;
  throw new ProbeError('target', 'SERVICE_MISSING', `service ${service} has no container`);
}

/**
 * The containers of a service that run.
 * @throws ProbeError SERVICE_MISSING or SERVICE_NOT_RUNNING (target)
 */
export function runningContainersOf(service: string, project: readonly ListedContainer[]): SomeContainers {
  const own = containersOf(service, project);
  const running = some(own.filter(({ State }) => State === 'running'));
  if (running !== undefined) return running;
  throw new ProbeError('target', 'SERVICE_NOT_RUNNING', `service ${service} is ${own[0].State}`);
}
