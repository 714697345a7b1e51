import type { LoadedConfig } from '../config/loaded-config.ts';
import { databasesOf, type FoundDatabase, findDatabase } from '../operations/postgres/find-server.ts';
import type { OperationContext } from './operate.ts';

/**
 * Finds the servers of all databases of failsafe.yaml; opens the stack only when one of them is in it.
 *
 * @throws ProblemError NO_DATABASE
 */
export async function findDatabases(context: OperationContext): Promise<FoundDatabase[]> {
  const { loaded, signal } = context;
  const found: FoundDatabase[] = [];
  for (const target of databasesOf(loaded)) {
    const opened = 'service' in target.endpoint ? await context.open() : undefined;
    found.push(await findDatabase(target, opened?.stack, signal));
  }
  return found;
}

/** Whether a database of failsafe.yaml begins and ends with the stack. */
export const isDatabaseInStack = ({ databaseTargets }: LoadedConfig): boolean =>
  Object.values(databaseTargets).some(({ endpoint }) => 'service' in endpoint);

/** The same; none where none is declared. */
export const anyDatabases = async (context: OperationContext): Promise<FoundDatabase[]> =>
  Object.keys(context.loaded.databaseTargets).length === 0 ? [] : findDatabases(context);
