import type { Startable } from './start-all.ts';

/** Ends each service after those that need it, so that none logs the loss of another. */
export async function stopAll(startables: readonly Startable[]): Promise<void> {
  const stopped = new Map<string, Promise<void>>();
  for (const { service, supervised } of startables.toReversed()) {
    const dependents = startables.filter(other => other.service.needs.includes(service.name));
    const before = dependents.map(other => stopped.get(other.service.name));
    stopped.set(
      service.name,
      Promise.all(before).then(() => supervised.stop()),
    );
  }
  await Promise.all(stopped.values());
}
