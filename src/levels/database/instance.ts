import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Database } from '../../config/schema/database.ts';
import type { DatabaseTarget } from '../../model/target.ts';

/** The database of this deployment and what is common to its checks. */
export interface DeclaredDatabase {
  readonly declared: Database;
  readonly target: DatabaseTarget;
  /** What every instance has; the subject is the target's name. */
  readonly common: { subject: string; tags: readonly string[]; timeoutMs: number };
  /** The check that all others stand on. */
  readonly connected: readonly string[];
}

const DEFAULT_TIMEOUT_MS = 5000;

/** None, when failsafe.yaml declares no database. */
export function declaredDatabase({ config, databaseTargets }: LoadedConfig): DeclaredDatabase | undefined {
  const declared = config.database;
  if (declared === undefined) return undefined;
  const target = databaseTargets[declared.target];
  if (target === undefined) return undefined;
  return {
    declared,
    target,
    common: {
      subject: target.name,
      tags: declared.tags ?? [],
      timeoutMs: declared.timeout ?? DEFAULT_TIMEOUT_MS,
    },
    connected: [`database.connect:${target.name}`],
  };
}

/** The one application of a check that looks at the database as a whole, when `expect` finds something to expect. */
export function onDatabase<Expectation>(
  loaded: LoadedConfig,
  expect: (declared: Database) => Expectation | undefined,
) {
  const database = declaredDatabase(loaded);
  const expectation = database && expect(database.declared);
  if (database === undefined || expectation === undefined) return [];
  const { target, common, connected } = database;
  return [{ ...common, params: { target }, expectation, needs: connected }];
}
