import { defineConfig } from 'vitest/config';

/** The project's own tests. The checks of the deployment have their own config. */
export default defineConfig({
  test: {
    include: ['{src,tests,reporters,fixtures,tools}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
