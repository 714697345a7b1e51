import type { LoadedConfig } from '../config/loaded-config.ts';
import type { MonitorEvent } from './machine/events.ts';
import type { RollbackAct, WayBack } from './machine/heal-act.ts';
import type { Watched } from './watched.ts';

/** How a deployment goes back to the version before a recent deploy. */
export interface Rollbacks {
  /** The way back that there is now; undefined when there is none. Services that hold data are no part of it. */
  find(loaded: LoadedConfig, stateful: readonly string[], signal: AbortSignal): Promise<WayBack | undefined>;
  /** Goes it, and says why that was refused, or did not work. */
  go(loaded: LoadedConfig, act: RollbackAct, hear: (line: string) => void): Promise<string | undefined>;
}

/** What is started with the monitor, and was never deployed, has no version before. */
export const noRollbacks: Rollbacks = {
  find: async () => undefined,
  go: async () => 'this runtime knows no versions',
};

/**
 * The way back, looked for only while a service fails.
 *
 * @param log is told why none could be looked for
 */
export async function findWayBack(
  rollbacks: Rollbacks,
  { loaded, setup }: Watched,
  event: MonitorEvent,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<WayBack | undefined> {
  if (event.type !== 'seen') return undefined;
  const services = Object.entries(setup.subjects).filter(([, { kind }]) => kind === 'service');
  if (!services.some(([key]) => event.sightings[key]?.is === 'down')) return undefined;
  const stateful = services.flatMap(([key, one]) => (one.stateful ? [key] : []));
  return rollbacks.find(loaded, stateful, signal).catch((error: unknown) => {
    log(`no way back was found: ${String(error)}`);
    return undefined;
  });
}
