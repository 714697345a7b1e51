import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';
import { alwaysReport } from '../../reporters/always-report.ts';
import { FailsafeReporter } from '../../reporters/vitest.ts';
import { isOfEndedBrowser } from '../probes/browser/is-of-ended-browser.ts';
import { declaredTags } from './declared-tags.ts';

const ownFile = (name: string) =>
  fileURLToPath(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url));

/** What `failsafeConfig` gives. */
export async function makeConfig(include: readonly string[]): Promise<ViteUserConfig> {
  return {
    plugins: [alwaysReport()],
    test: {
      include: [...include],
      globalSetup: [ownFile('set-up')],
      setupFiles: [ownFile('compile-cache')],
      reporters: [new FailsafeReporter()],
      tags: await declaredTags(),
      // One worker without isolation: all specs share one run of the engine, so that nothing is looked at twice.
      // Node runs TypeScript by itself: nothing is transformed, which halves the start.
      experimental: { viteModuleRunner: false, nodeLoader: false },
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      maxConcurrency: 64,
      // The engine bounds every look itself and says what it waited for.
      testTimeout: 600_000,
      hookTimeout: 120_000,
      teardownTimeout: 30_000,
      onUnhandledError: error => !isOfEndedBrowser(error),
    },
  };
}
