import type { LoadedConfig } from './loaded-config.ts';

/** Services that run to their end: those declared so, and those whose end another service of the compose file waits for. */
export function oneShotsOf({ config, compose }: LoadedConfig): ReadonlySet<string> {
  const processes = Object.entries(config.stack?.processes ?? {})
    .filter(([, process]) => 'oneShot' in process && process.oneShot === true)
    .map(([name]) => name);
  return new Set([...(config.stack?.oneShots ?? []), ...processes, ...(compose?.awaitedToEnd ?? [])]);
}
