import { createHash } from 'node:crypto';

/**
 * Tells findings apart from run to run: the same for the same finding after lines were added above it, another one for
 * each of several that are alike. No text of a file is to be in the key: it may be a secret.
 */
export function createFingerprints(): (key: string) => string {
  const seen = new Map<string, number>();
  return key => {
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return createHash('sha256').update(`${key}\n${before}`).digest('hex');
  };
}
