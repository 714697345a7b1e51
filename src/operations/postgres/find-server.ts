import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ProblemError } from '../../model/problem.ts';
import type { Address, Stack } from '../../model/stack.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import { runningContainersOf } from '../../runtimes/docker/containers-of-service.ts';
import { openEngine } from '../../runtimes/docker/engine.ts';
import { listContainers } from '../../runtimes/docker/project-containers.ts';
import { type ClientFolder, clientFor, localClients, majorOf } from './client-folder.ts';
import { PostgresRefusal, withPsql } from './psql.ts';
import { type PostgresServer, serverAtAddress, serverInContainer } from './server.ts';

/** A database of failsafe.yaml and the server it is on. */
export interface FoundDatabase {
  readonly target: DatabaseTarget;
  readonly server: PostgresServer;
  /** As the server says it: `15.18`. */
  readonly version: string;
}

/** By this name the sessions of this process are known to a server. */
export const APPLICATION = `failsafe-${process.pid}`;

/** Databases of the targets; of two targets that mean the same one, the first. */
export function databasesOf({ databaseTargets, config }: LoadedConfig): DatabaseTarget[] {
  const targets = Object.values(databaseTargets);
  if (targets.length === 0) {
    throw new ProblemError([
      {
        code: 'NO_DATABASE',
        message: `failsafe.yaml of ${config.project} declares no database`,
        fix: 'Add it under targets: { service: NAME, port: 5432, database: NAME, user: NAME, password: { env: NAME } }',
      },
    ]);
  }
  const key = ({ endpoint, database }: DatabaseTarget) => JSON.stringify([endpoint, database]);
  return targets.filter((one, index) => targets.findIndex(other => key(other) === key(one)) === index);
}

async function atAddress(
  target: DatabaseTarget,
  address: Address,
  signal: AbortSignal,
): Promise<PostgresServer> {
  const name = `${address.host}:${address.port}`;
  const clients = await localClients();
  const any: ClientFolder = clientFor(clients, 0, name);
  const version = await versionOf(serverAtAddress(target, address, any), target, signal);
  return serverAtAddress(target, address, clientFor(clients, majorOf(version), name));
}

/** A database that every server has: the one that is asked for may be missing, or about to be replaced. */
export const MAINTENANCE = 'postgres';

async function versionOf(
  server: PostgresServer,
  target: DatabaseTarget,
  signal: AbortSignal,
): Promise<string> {
  const ask = (database: string) =>
    withPsql(server, database, APPLICATION, signal, async psql => {
      const [row] = await psql.rows<{ version: string }>(
        "select current_setting('server_version') as version",
      );
      return row?.version.split(' ', 1)[0] ?? '';
    });
  try {
    return await ask(target.database).catch(error => {
      if (error instanceof PostgresRefusal && /does not exist/.test(error.message)) return ask(MAINTENANCE);
      throw error;
    });
  } catch (error) {
    if (!(error instanceof PostgresRefusal)) throw error;
    throw new ProblemError([
      {
        code: 'DATABASE_REFUSED',
        message: `${server.name} does not let us into the database ${target.database} as ${target.user}`,
        causes: [error.message],
        fix: `Correct the target ${target.name} in failsafe.yaml, or start the server: \`failsafe check --grep database\` says more.`,
      },
    ]);
  }
}

async function inContainer(target: DatabaseTarget, service: string, stack: Stack, signal: AbortSignal) {
  const containers = await listContainers(openEngine(), stack.project, signal);
  const [{ Id, Names }] = runningContainersOf(service, containers);
  return serverInContainer(target, service, { id: Id, name: Names[0]?.replace(/^\//, '') ?? Id });
}

/**
 * Finds the server of a database, and the programs to speak to it: in its container where it is one, else on this
 * machine.
 *
 * @throws ProblemError DATABASE_REFUSED, POSTGRES_TOOLS_MISSING
 * @throws ProbeError when its service does not run
 */
export async function findDatabase(
  target: DatabaseTarget,
  stack: Stack | undefined,
  signal: AbortSignal,
): Promise<FoundDatabase> {
  const { endpoint } = target;
  if (!('service' in endpoint)) {
    const server = await atAddress(target, endpoint, signal);
    return { target, server, version: await versionOf(server, target, signal) };
  }
  if (stack === undefined) throw new Error(`no stack was opened for ${target.name}`);
  const server =
    stack.runtime === 'processes'
      ? await atAddress(target, await stack.address(endpoint.service, endpoint.port, signal), signal)
      : await inContainer(target, endpoint.service, stack, signal);
  return { target, server, version: await versionOf(server, target, signal) };
}
