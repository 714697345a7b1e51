import type { Vite } from 'vitest/node';

/** `vitest list` reads specs and runs none of them: it would list none of the tests that are made from failsafe.yaml. */
export function listByRunning(): Vite.Plugin {
  return {
    name: 'failsafe:list-by-running',
    configureVitest({ vitest }) {
      vitest.parseSpecifications = async specs => (await vitest.collectTests(specs)).testModules;
    },
  };
}
