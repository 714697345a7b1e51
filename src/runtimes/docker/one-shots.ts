import { createComposeReader } from '../../config/compose/compose-source.ts';
import { isMap } from '../../config/is-map.ts';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { parseCache } from '../../config/parse-cache.ts';

/** Services that a service waits for to end with success. */
function awaitedToEnd(dependsOn: unknown): string[] {
  return Object.entries(isMap(dependsOn) ? dependsOn : {})
    .filter(([, how]) => isMap(how) && how.condition === 'service_completed_successfully')
    .map(([name]) => name);
}

/** Services that run to their end: those of `stack.oneShots`, and those whose end another service waits for. */
export async function oneShotsOf(loaded: LoadedConfig): Promise<ReadonlySet<string>> {
  const reader = createComposeReader(file => file, parseCache(loaded.root));
  const sources = await Promise.all(loaded.composeFiles.map(file => reader.read(file)));
  const services = sources.flatMap(source => [...(source?.services.values() ?? [])]);
  const awaited = services.flatMap(service => awaitedToEnd(service.depends_on));
  return new Set([...(loaded.config.stack?.oneShots ?? []), ...awaited]);
}
