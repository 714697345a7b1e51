import type { RuntimeName } from '../model/stack.ts';
import type { Runtime } from './runtime.ts';

/** Loads a runtime, and with it its libraries, only when it is used. */
export async function selectRuntime(name: RuntimeName): Promise<Runtime> {
  switch (name) {
    case 'processes':
      return (await import('./processes/processes.ts')).processes;
    case 'testcontainers':
      return (await import('./testcontainers/testcontainers.ts')).testcontainers;
    case 'compose':
      return (await import('./compose/compose.ts')).compose;
  }
}
