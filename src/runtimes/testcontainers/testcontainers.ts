import { rm } from 'node:fs/promises';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ProblemError } from '../../model/problem.ts';
import type { ServiceAction } from '../../model/verdict.ts';
import { type ComposeCli, composeCli } from '../docker/compose-cli.ts';
import { type Engine, openEngine } from '../docker/engine.ts';
import { reachEngine, startingWith } from '../docker/reach-engine.ts';
import { dockerStack } from '../docker/stack.ts';
import { shownPath } from '../processes/shown-path.ts';
import type { Runtime } from '../runtime.ts';
import { keepLogs, keptLog } from './keep-logs.ts';
import { composeFileIn, makeRunFolder, removeStaleFolders } from './run-folder.ts';
import { nameRun } from './run-names.ts';
import { startRun } from './start-run.ts';
import { startSweeper } from './start-sweeper.ts';
import { sweep } from './sweep.ts';
import { sweepStale } from './sweep-stale.ts';

const STOP_PATIENCE_MS = 60_000;
const LOGS_PATIENCE_MS = 5_000;

async function findCompose(loaded: LoadedConfig): Promise<ComposeCli> {
  if (loaded.composeFiles.length === 0)
    throw new ProblemError([
      {
        code: 'COMPOSE_FILE_NOT_SET',
        message: 'the runtime testcontainers has no compose file to start',
        fix: 'Name it in failsafe.yaml: `stack: { compose: docker-compose.yml }`',
      },
    ]);
  const cli = await composeCli();
  if (cli !== undefined) return cli;
  throw new ProblemError([
    {
      code: 'COMPOSE_NOT_INSTALLED',
      message: 'neither `docker compose` nor `docker-compose` can be run here',
      fix: 'Install the compose plugin of Docker: https://docs.docker.com/compose/install/',
    },
  ]);
}

/** Whatever happens to the logs, the run is removed. */
async function keepLogsIfPossible(engine: Engine, project: string, folder: string): Promise<void> {
  await keepLogs(engine, project, folder, AbortSignal.timeout(LOGS_PATIENCE_MS)).catch(() => undefined);
}

/** Removes everything of a run; looks again until nothing is left. */
async function removeRun(engine: Engine, project: string, folder: string): Promise<void> {
  const signal = AbortSignal.timeout(STOP_PATIENCE_MS);
  await startingWith(signal, async () => {
    while ((await sweep(engine, project, signal)) > 0);
  });
  await rm(folder, { recursive: true, force: true });
}

/** What a person would type once the run is gone: read the log that was kept, or run again. */
function suggest({ config }: LoadedConfig, action: ServiceAction, log: string): string {
  if (action === 'logs' || action === 'inspect') return `tail -n 100 ${shownPath(log)}`;
  const chosen = config.stack?.runtime === 'testcontainers' ? '' : ' --runtime testcontainers';
  return `npx failsafe check${chosen}`;
}

/**
 * Brings the compose files up as a project of its own, isolated from the deployment and from other runs, and removes
 * all of it afterwards, also when this process is killed.
 */
export const testcontainers: Runtime = {
  start(loaded, { signal, progress }) {
    return startingWith(signal, async () => {
      const cli = await findCompose(loaded);
      const engine = await reachEngine(signal);
      const [stale] = await Promise.all([sweepStale(engine, signal), removeStaleFolders(loaded.root)]);
      if (stale.length > 0) progress(`removed what was left of ${stale.join(', ')}`);
      const names = nameRun(loaded);
      const folder = await makeRunFolder(loaded.root, names.project);
      const sweeper = startSweeper(names.project, folder);
      let stopped: Promise<void> | undefined;
      const stop = () => {
        stopped ??= keepLogsIfPossible(engine, names.project, folder)
          .then(() => removeRun(engine, names.project, folder))
          .then(() => sweeper.dismiss());
        return stopped;
      };
      try {
        await startRun({ loaded, cli, engine, names, folder, sweeper, signal, progress });
      } catch (error) {
        await stop();
        throw error;
      }
      return { handle: { runtime: 'testcontainers', project: names.project, directory: folder }, stop };
    });
  },

  attach(loaded, { project, directory = '' }) {
    return startingWith(new AbortController().signal, async () => {
      const scope = { project, files: [composeFileIn(directory)], environmentFile: undefined };
      const engine = openEngine();
      const stack = dockerStack({ engine, runtime: 'testcontainers', project, loaded, scope });
      return {
        ...stack,
        command: (action, service) => suggest(loaded, action, keptLog(directory, project, service)),
      };
    });
  },
};
