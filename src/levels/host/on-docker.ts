import type { LoadedConfig } from '../../config/loaded-config.ts';

/** Checks of what only containers need: none where the services are processes, or there is no compose file. */
export const onDocker = <Instance>(
  { runtime, composeFiles }: LoadedConfig,
  instances: () => readonly Instance[],
): readonly Instance[] => (runtime === 'processes' || composeFiles.length === 0 ? [] : instances());

/** Check that the engine answers: without it nothing else can be looked at. */
export const ENGINE = 'host.engine:docker';
/** Check that docker compose is here. */
export const COMPOSE = 'host.compose:docker';
