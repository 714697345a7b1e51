import type pg from 'pg';
import { inSession } from '../probes/postgres/session.ts';
import { declared } from './declared.ts';
import { loaded, stack } from './deployment.ts';
import { type Held, hold } from './hold.ts';

/**
 * Connects to a database target as failsafe.yaml says.
 *
 * @param name its name under `targets`; not needed when there is only one
 * @throws ProblemError SPEC_UNKNOWN_TARGET
 * @throws Error what the database refuses, with its SQLSTATE
 * @throws ProbeError when its service has no address
 */
export async function holdDatabase(name: string | undefined, signal: AbortSignal): Promise<Held<pg.Client>> {
  const target = declared(loaded.databaseTargets, name);
  return hold(async use => {
    const outcome = await inSession(target, { stack, signal }, ({ client }) => use(client));
    if (!outcome.ok) throw new Error(`${target.name}: ${outcome.failure.code}: ${outcome.failure.message}`);
  });
}
