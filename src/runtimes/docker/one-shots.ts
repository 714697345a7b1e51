import { createComposeReader } from '../../config/compose/compose-source.ts';
import { awaitedToEnd } from '../../config/compose-file.ts';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { parseCache } from '../../config/parse-cache.ts';

/** Services that run to their end: those of `stack.oneShots`, and those whose end another service waits for. */
export async function oneShotsOf(loaded: LoadedConfig): Promise<ReadonlySet<string>> {
  const reader = createComposeReader(file => file, parseCache(loaded.root));
  const sources = await Promise.all(loaded.composeFiles.map(file => reader.read(file)));
  const services = sources.flatMap(source => [...(source?.services.values() ?? [])]);
  const awaited = services.flatMap(service => awaitedToEnd(service.depends_on));
  return new Set([...(loaded.config.stack?.oneShots ?? []), ...awaited]);
}
