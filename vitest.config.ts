import { defineConfig } from 'vitest/config';
import { declaredTags } from './checks/declared-tags.ts';
import { alwaysReport } from './reporters/always-report.ts';
import { FailsafeReporter } from './reporters/vitest.ts';

/** The checks of the deployment that failsafe.yaml describes, and nothing but the checks. */
export default defineConfig({
  plugins: [alwaysReport()],
  test: {
    include: ['checks/**/*.spec.ts'],
    globalSetup: ['checks/stack.setup.ts'],
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
  },
});
