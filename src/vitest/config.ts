import module from 'node:module';
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
  return (await import('./make-config.ts')).makeConfig(include);
}
