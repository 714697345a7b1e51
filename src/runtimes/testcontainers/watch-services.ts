import { formatDuration } from '../../config/units.ts';
import type { Progress, ServiceState } from '../../model/stack.ts';
import { listens } from './listens.ts';
import { type Readiness, readiness } from './readiness.ts';

/** A service without a health check counts as up when it has stayed up for this long. */
const STAYS_UP_MS = 500;

interface Sighting {
  readonly startedAt: string | undefined;
  readonly seenAt: number;
}

const describe = ({ service, state, health }: ServiceState): string =>
  `${service} is ${state}${health === 'none' || state !== 'running' ? '' : `, ${health}`}`;

/**
 * Follows the services of a stack that starts, from look to look. A service without a health check is ready when it has
 * stayed up for a moment and listens on its published ports.
 */
export function watchServices(progress: Progress) {
  const began = performance.now();
  const told = new Map<string, string>();
  const sightings = new Map<string, Sighting>();

  function tell(states: readonly ServiceState[]): void {
    for (const state of states) {
      const line = describe(state);
      if (['missing', 'created'].includes(state.state) || told.get(state.service) === line) continue;
      told.set(state.service, line);
      progress(`${line} (${formatDuration(performance.now() - began)})`);
    }
  }

  function staysUp({ service, startedAt }: ServiceState): boolean {
    const last = sightings.get(service);
    if (last !== undefined && last.startedAt === startedAt)
      return performance.now() - last.seenAt >= STAYS_UP_MS;
    sightings.set(service, { startedAt, seenAt: performance.now() });
    return false;
  }

  async function settle(state: ServiceState, found: Readiness): Promise<Readiness> {
    if (found !== 'ready' || state.state !== 'running' || state.health !== 'none') return found;
    if (!staysUp(state)) return 'waiting';
    const answers = await Promise.all(Object.values(state.ports).map(listens));
    return answers.every(Boolean) ? 'ready' : 'waiting';
  }

  /** Takes a look in; gives the readiness of each service. */
  return async (states: readonly ServiceState[]): Promise<Map<ServiceState, Readiness>> => {
    tell(states);
    const found = [...readiness(states)];
    return new Map(
      await Promise.all(found.map(async ([state, ready]) => [state, await settle(state, ready)] as const)),
    );
  };
}
