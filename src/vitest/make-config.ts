import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { ViteUserConfig } from 'vitest/config';
import { alwaysReport } from '../../reporters/always-report.ts';
import { FailsafeReporter } from '../../reporters/vitest.ts';
import { isOfEndedBrowser } from '../probes/browser/is-of-ended-browser.ts';
import { declaredTags } from './first-load.ts';
import { listByRunning } from './list-by-running.ts';

const ownFile = (name: string) =>
  fileURLToPath(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url));

/**
 * What `failsafeConfig` gives.
 *
 * The tests of the specs live to the end of the run. What is young is copied twice before V8 takes it for old: in a worker
 * that makes thousands of tests, with little room for the young, memory and processor time are less.
 */
export async function makeConfig(include: readonly string[]): Promise<ViteUserConfig> {
  // Of the threads that are begun from now on
  setFlagsFromString('--max-semi-space-size=4');
  return {
    plugins: [alwaysReport(), listByRunning()],
    test: {
      include: [...include],
      globalSetup: [ownFile('set-up')],
      setupFiles: [ownFile('compile-cache')],
      reporters: [new FailsafeReporter()],
      tags: await declaredTags(),
      // One worker without isolation: the looks are made elsewhere, and to start more takes longer than the tests do.
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
