import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { ServiceState, Stack } from '../../model/stack.ts';
import { type ComposeCommand, composeCommand } from '../../runtimes/compose/command.ts';

/** The services that write to databases, and how they are stopped and started again. */
export interface Writers {
  readonly services: readonly string[];
  readonly stop: ComposeCommand;
  readonly start: ComposeCommand;
}

const PAUSE_MS = 500;
const START_TIMEOUT_MS = 120_000;

/** The running services that stand on these directly; undefined when there is none. */
export async function writersOf(
  loaded: LoadedConfig,
  stack: Stack,
  databases: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Writers | undefined> {
  const { dependsOn } = loaded.topology;
  const states = await stack.services(signal);
  const services = states
    .filter(({ state, oneShot }) => state === 'running' && !oneShot)
    .map(({ service }) => service)
    .filter(service => !databases.has(service) && dependsOn[service]?.some(other => databases.has(other)));
  if (services.length === 0) return undefined;
  const command = (word: string) => composeCommand(loaded, stack.project, [word, ...services]);
  return { services, stop: await command('stop'), start: await command('start') };
}

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
