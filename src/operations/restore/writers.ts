import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Stack } from '../../model/stack.ts';
import { type ComposeCommand, composeCommand } from '../../runtimes/compose/command.ts';

/** The services that write to databases, and how they are stopped and started again. */
export interface Writers {
  readonly services: readonly string[];
  readonly stop: ComposeCommand;
  readonly start: ComposeCommand;
}

/** The running services that stand on these directly, and `more` of those that run; undefined when there is none. */
export async function writersOf(
  loaded: LoadedConfig,
  stack: Stack,
  databases: ReadonlySet<string>,
  more: readonly string[],
  signal: AbortSignal,
): Promise<Writers | undefined> {
  const { dependsOn } = loaded.topology;
  const states = await stack.services(signal);
  const services = states
    .filter(({ state, oneShot }) => state === 'running' && !oneShot)
    .map(({ service }) => service)
    .filter(
      service =>
        more.includes(service) ||
        (!databases.has(service) && dependsOn[service]?.some(other => databases.has(other))),
    );
  if (services.length === 0) return undefined;
  const command = (word: string) => composeCommand(loaded, stack.project, [word, ...services]);
  return { services, stop: await command('stop'), start: await command('start') };
}
