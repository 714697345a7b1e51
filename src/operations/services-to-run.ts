import type { LoadedConfig } from '../config/loaded-config.ts';

/** The services that `docker compose up` starts. */
export const servicesToRun = ({ compose }: LoadedConfig): string[] =>
  Object.entries(compose?.services ?? {}).flatMap(([name, { replicas }]) => (replicas > 0 ? name : []));
