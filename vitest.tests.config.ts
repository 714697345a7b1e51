import { defineConfig } from 'vitest/config';

/** The project's own tests. The checks of the deployment have their own config. */
export default defineConfig({
  test: {
    include: ['{src,tests,reporters,fixtures,tools}/**/*.test.ts'],
    // No test asserts a time; these only end what hangs, on a machine that does other work as well.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});
