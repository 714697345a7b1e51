import { rm } from 'node:fs/promises';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ProblemError } from '../../model/problem.ts';
import { type ComposeCli, composeCli } from '../docker/compose-cli.ts';
import { type Engine, openEngine } from '../docker/engine.ts';
import { reachEngine, startingWith } from '../docker/reach-engine.ts';
import { dockerStack } from '../docker/stack.ts';
import type { Runtime } from '../runtime.ts';
import { composeFileIn, makeRunFolder, removeStaleFolders } from './run-folder.ts';
import { nameRun } from './run-names.ts';
import { startRun } from './start-run.ts';
import { startSweeper } from './start-sweeper.ts';
import { sweep } from './sweep.ts';
import { sweepStale } from './sweep-stale.ts';

const STOP_PATIENCE_MS = 60_000;

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

/** Removes everything of a run; looks again until nothing is left. */
async function removeRun(engine: Engine, project: string, folder: string): Promise<void> {
  const signal = AbortSignal.timeout(STOP_PATIENCE_MS);
  await startingWith(signal, async () => {
    while ((await sweep(engine, project, signal)) > 0);
  });
  await rm(folder, { recursive: true, force: true });
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
        stopped ??= removeRun(engine, names.project, folder).then(() => sweeper.dismiss());
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

  attach(loaded, { project, directory }) {
    const files = directory === undefined ? [] : [composeFileIn(directory)];
    return startingWith(new AbortController().signal, () =>
      dockerStack({
        engine: openEngine(),
        runtime: 'testcontainers',
        project,
        loaded,
        scope: { project, files, environmentFile: undefined },
      }),
    );
  },
};
