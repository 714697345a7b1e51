import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ProblemError } from '../../model/problem.ts';
import { runningContainersOf } from '../../runtimes/docker/containers-of-service.ts';
import type { Engine } from '../../runtimes/docker/engine.ts';
import { inspectContainer, listContainers } from '../../runtimes/docker/project-containers.ts';
import { addressesIn } from './addresses-in.ts';

/**
 * Makes sure that the services whose commands empty a database use one that failsafe.yaml declares: that one was backed
 * up. A service that has no address in its environment says nothing of it.
 *
 * @throws ProblemError DB_RESET_ELSEWHERE
 * @throws ProbeError when a service does not run
 */
export async function ensureSameDatabase(
  { databaseTargets }: LoadedConfig,
  engine: Engine,
  project: string,
  services: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const known = Object.values(databaseTargets).map(({ endpoint, database }) => ({
    host: 'service' in endpoint ? endpoint.service : endpoint.host,
    database,
  }));
  const containers = await listContainers(engine, project, signal);
  for (const service of services) {
    const [{ Id }] = runningContainersOf(service, containers);
    const found = addressesIn((await inspectContainer(engine, Id, signal))?.Config.Env ?? []);
    const isKnown = found.some(one =>
      known.some(({ host, database }) => host === one.host && database === one.database),
    );
    if (found.length === 0 || isKnown) continue;
    throw new ProblemError([
      {
        code: 'DB_RESET_ELSEWHERE',
        message: `the commands of ${service} would empty a database that failsafe.yaml does not declare`,
        expected: known.map(({ host, database }) => `${database} of ${host}`).join(', '),
        got: found.map(one => `${one.database} of ${one.host} (${one.variable})`).join(', '),
        fix: 'Declare it under targets, so that it is backed up first, or correct the variable.',
      },
    ]);
  }
}
