import type { Fetched, ManifestFacts } from '../../model/observations/pwa.ts';

/** Reads a manifest's text as a browser does: UTF-8, a byte order mark allowed. */
export function readManifest(fetched: Fetched, body: Buffer): ManifestFacts {
  if ('error' in fetched) return { fetched };
  const text = body.toString('utf8');
  const instead = fetched.status === 200 && !fetched.html ? {} : { noManifest: text };
  try {
    return { fetched, ...instead, value: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown };
  } catch (error) {
    return { fetched, ...instead, syntaxError: error instanceof Error ? error.message : String(error) };
  }
}

/** A member of a manifest that must be text; undefined when it is missing or anything else. */
export function textMember(manifest: unknown, name: string): string | undefined {
  const value = (manifest as Record<string, unknown> | null)?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** The entries of `icons` that are objects with a `src`. */
export function iconEntries(manifest: unknown): Record<string, unknown>[] {
  const icons = (manifest as { icons?: unknown } | null)?.icons;
  if (!Array.isArray(icons)) return [];
  return icons.filter(icon => textMember(icon, 'src') !== undefined);
}
