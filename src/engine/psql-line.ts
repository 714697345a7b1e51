import { printableLine } from '../model/shell-line.ts';
import type { Stack } from '../model/stack.ts';
import type { DatabaseTarget } from '../model/target.ts';
import type { PlannedCheck } from './planned-check.ts';

const PATIENCE_MS = 2000;

function databaseOf({ instance }: PlannedCheck): DatabaseTarget | undefined {
  const { target } = instance.params as { target?: object };
  return target !== undefined && 'database' in target ? (target as DatabaseTarget) : undefined;
}

/** The line that runs a statement in the database that a check looks at, at the address that failsafe itself asks. */
export async function psqlLine(sql: string, planned: PlannedCheck, stack: Stack): Promise<string> {
  const target = databaseOf(planned);
  if (target === undefined) return printableLine(['psql', '-c', sql]);
  const { endpoint, user, database } = target;
  const address =
    'service' in endpoint
      ? await stack
          .address(endpoint.service, endpoint.port, AbortSignal.timeout(PATIENCE_MS))
          .catch(() => ({ host: endpoint.service, port: endpoint.port }))
      : endpoint;
  const { host, port } = address;
  return printableLine(['psql', '-h', host, '-p', `${port}`, '-U', user, '-d', database, '-c', sql]);
}
