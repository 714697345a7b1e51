import type { Vite } from 'vitest/node';
import { FailsafeReporter } from './vitest.ts';

/** Adds the reporter of failsafe whatever `--reporter` says: it owns the exit code and the report files. */
export function alwaysReport(): Vite.Plugin {
  return {
    name: 'failsafe:always-report',
    configureVitest({ vitest }) {
      const { reporters } = vitest.config;
      if (!reporters.some(reporter => reporter instanceof FailsafeReporter))
        reporters.push(new FailsafeReporter());
    },
  };
}
