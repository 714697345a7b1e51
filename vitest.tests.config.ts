import { defineConfig } from 'vitest/config';
import { isOfEndedBrowser } from './src/probes/browser/is-of-ended-browser.ts';

/** Tables of literal observations, which change nothing outside themselves: they share a worker. */
const PURE =
  '{src/{config,diagnosis,engine,languages,levels,matching,model,operations,prove,remedies,monitor/machine},reporters,tools}/**/*.test.ts';

const ALARMS = 'tests/no-false-alarms.test.ts';

/** The project's own tests. The checks of the deployment have their own config. */
export default defineConfig({
  test: {
    // No test asserts a time; these only end what hangs, on a machine that does other work as well.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    onUnhandledError: error => !isOfEndedBrowser(error),
    // Node runs TypeScript by itself
    experimental: { viteModuleRunner: false, nodeLoader: false },
    projects: [
      { extends: true, test: { name: 'pure', include: [PURE], isolate: false, maxWorkers: 3 } },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['{src,tests,fixtures}/**/*.test.ts'],
          exclude: [PURE, ALARMS],
          maxWorkers: 3,
        },
      },
      // It makes the load under which it looks, and wants no other
      { extends: true, test: { name: 'alarms', include: [ALARMS], sequence: { groupOrder: 1 } } },
    ],
  },
});
