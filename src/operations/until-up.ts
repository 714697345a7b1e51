import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { ServiceState, Stack } from '../model/stack.ts';

const PAUSE_MS = 500;
const START_TIMEOUT_MS = 120_000;
/** So much longer an engine may take to answer before it is taken for dead. */
const ENGINE_MS = 10_000;

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
  const startTimeout = config.stack?.startTimeout ?? START_TIMEOUT_MS;
  const endsAt = performance.now() + startTimeout;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(startTimeout + ENGINE_MS)]);
  for (;;) {
    const states = await stack.services(patience);
    const down = states.filter(one => services.includes(one.service) && !isUp(one));
    if (down.length === 0 || performance.now() > endsAt) return down;
    tell(`waiting for ${down.map(({ service }) => service).join(', ')}`);
    await sleep(PAUSE_MS, undefined, { signal });
  }
}
