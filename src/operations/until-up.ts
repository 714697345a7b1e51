import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { ServiceState, Stack } from '../model/stack.ts';

const PAUSE_MS = 500;
const START_TIMEOUT_MS = 120_000;

const isUp = ({ state, health, oneShot, exitCode }: ServiceState) =>
  state === 'running'
    ? health === 'healthy' || health === 'none'
    : oneShot && state === 'exited' && exitCode === 0;

/** Waits until these services run and are healthy; gives those that are not when the time is up. */
export async function untilUp(
  { config }: LoadedConfig,
  stack: Stack,
  services: readonly string[],
  signal: AbortSignal,
  tell: (status: string) => void,
): Promise<ServiceState[]> {
  const endsAt = performance.now() + (config.stack?.startTimeout ?? START_TIMEOUT_MS);
  for (;;) {
    const states = await stack.services(signal);
    const down = states.filter(one => services.includes(one.service) && !isUp(one));
    if (down.length === 0 || performance.now() > endsAt) return down;
    tell(`waiting for ${down.map(({ service }) => service).join(', ')}`);
    await sleep(PAUSE_MS, undefined, { signal });
  }
}
