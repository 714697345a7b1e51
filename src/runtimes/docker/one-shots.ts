import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { LoadedConfig } from '../../config/loaded-config.ts';

interface ComposeFile {
  readonly services?: Readonly<Record<string, { readonly depends_on?: unknown } | null>>;
}

/** Services that others wait for to end with success. */
function awaitedToEnd({ services = {} }: ComposeFile): string[] {
  return Object.values(services).flatMap(service =>
    Object.entries((service?.depends_on ?? {}) as Record<string, { condition?: string } | undefined>)
      .filter(([, dependency]) => dependency?.condition === 'service_completed_successfully')
      .map(([name]) => name),
  );
}

/** Services that run to their end: those of `stack.oneShots`, and those whose end another service waits for. */
export async function oneShotsOf(loaded: LoadedConfig): Promise<ReadonlySet<string>> {
  const texts = await Promise.all(loaded.composeFiles.map(file => readFile(file, 'utf8')));
  const awaited = texts.flatMap(text => awaitedToEnd((parse(text, { merge: true }) ?? {}) as ComposeFile));
  return new Set([...(loaded.config.stack?.oneShots ?? []), ...awaited]);
}
