import { planBackup } from '../operations/backup/make-backup.ts';
import { planDeploy } from '../operations/deploy/plan-deploy.ts';
import { planForgetting } from '../operations/deploy/plan-forgetting.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { runningImages } from '../runtimes/docker/keep-images.ts';
import { reachEngine } from '../runtimes/docker/reach-engine.ts';
import { checkAll } from './check-all.ts';
import type { DeployCommandOptions } from './deploy.ts';
import { findDatabases } from './find-databases.ts';
import { operate } from './operate.ts';
import { refuseIsolated } from './refuse-isolated.ts';

/** Puts a new version in the place of the one that serves. */
export function deployVersion(options: DeployCommandOptions): Promise<number> {
  return operate('deploy', options, {
    async plan(context) {
      const { loaded, signal, hear } = context;
      refuseIsolated(loaded, 'deployed');
      const engine = await reachEngine(signal);
      const project = await projectNameOf(loaded, process.env);
      const runs = (await runningImages(engine, project, signal)).length > 0;
      const declared = Object.keys(loaded.databaseTargets).length > 0;
      const databases = async (within: AbortSignal) =>
        declared ? findDatabases({ ...context, signal: within }) : [];
      const saved = options.backup && runs && declared ? await databases(signal) : [];
      const backup =
        saved.length > 0
          ? planBackup({ loaded, databases: saved, reason: 'before-deploy', signal })
          : undefined;
      const deploy = await planDeploy({
        loaded,
        engine,
        project,
        runs,
        backup,
        signal,
        hear,
        stack: async () => (await context.open()).stack,
        databases,
        check: () => checkAll(context),
      });
      return {
        steps: [...deploy.steps, planForgetting({ loaded, engine, project, signal })],
        done: `${deploy.id} serves. The way back: failsafe rollback`,
        facts: deploy.facts,
        recover: deploy.recover,
        cleanUp: async () => backup?.discard(),
      };
    },
  });
}
