import { stat } from 'node:fs/promises';

async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? 'none' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}

/**
 * Looks whether files have changed since the last time. It asks for them instead of being told: editors replace files,
 * and network shares tell nobody.
 */
export function watchConfig(files: () => readonly string[], changed: (file: string) => Promise<void>) {
  const stamps = new Map<string, string>();
  return {
    async check(): Promise<void> {
      for (const file of files()) {
        const stamp = await stampOf(file);
        const before = stamps.get(file);
        stamps.set(file, stamp);
        if (before !== undefined && before !== stamp && stamp !== 'none') await changed(file);
      }
    },
  };
}
