import { type ListedContainer, serviceOf } from './project-containers.ts';

/** How many running containers of these services run the same command of the same image, at most. */
export function mostAlike(services: readonly string[], project: readonly ListedContainer[]): number {
  const running = project.filter(one => one.State === 'running' && services.includes(serviceOf(one)));
  const alike = Map.groupBy(running, ({ ImageID, Command }) => `${ImageID} ${Command}`);
  return Math.max(0, ...[...alike.values()].map(group => group.length));
}
