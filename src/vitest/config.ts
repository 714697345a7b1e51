import module from 'node:module';
import { extname } from 'node:path';
import type { ViteUserConfig } from 'vitest/config';

/**
 * The Vitest configuration of specs that look at a deployment: the stack is started or found before them and ended after
 * them, tags are those of failsafe.yaml, and failsafe reports and owns the exit code.
 *
 * @param include where the specs are; default: `checks/**\/*.spec.ts`
 */
export async function failsafeConfig(
  include: readonly string[] = ['checks/**/*.spec.ts'],
): Promise<ViteUserConfig> {
  // Before all else is loaded: to compile it takes longer than to run it.
  module.enableCompileCache();
  // Vite puts into the config what that imports by a name that it can read. The set-up and the reporter are to share one copy.
  const file = new URL(`./make-config${extname(import.meta.url)}`, import.meta.url).href;
  const { makeConfig } = (await import(file)) as typeof import('./make-config.ts');
  return makeConfig(include);
}
