import { ProblemError } from '../model/problem.ts';
import { checkStep } from '../operations/check-step.ts';
import { chooseVersion } from '../operations/deploy/choose-version.ts';
import { noteStep } from '../operations/deploy/note-step.ts';
import { planRollback } from '../operations/deploy/plan-rollback.ts';
import { readRecords } from '../operations/deploy/record.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { runningImages } from '../runtimes/docker/keep-images.ts';
import { reachEngine } from '../runtimes/docker/reach-engine.ts';
import { checkAll } from './check-all.ts';
import { findDatabases } from './find-databases.ts';
import { operate } from './operate.ts';
import { refuseIsolated } from './refuse-isolated.ts';
import type { RollbackCommandOptions } from './rollback.ts';

/** Goes back to an earlier version. */
export function rollBack(options: RollbackCommandOptions): Promise<number> {
  return operate('rollback', options, {
    async plan(context) {
      const { loaded, signal, hear } = context;
      refuseIsolated(loaded, 'rolled back');
      const engine = await reachEngine(signal);
      const project = await projectNameOf(loaded, process.env);
      const records = await readRecords(loaded.root, project);
      const images = await runningImages(engine, project, signal);
      const running = Object.fromEntries(images.map(({ service, id }) => [service, id]));
      const choice = chooseVersion(records, running, options.to);
      if (!('version' in choice)) {
        const { code, message } = choice;
        const fix = '`failsafe deploy list` shows what there is; `failsafe deploy` keeps what it replaces.';
        throw new ProblemError([{ code, message, fix }]);
      }
      const { version } = choice;
      const steps = await planRollback({
        loaded,
        engine,
        project,
        version,
        services: 'all',
        signal,
        hear,
        stack: async () => (await context.open()).stack,
        databases: async within =>
          Object.keys(loaded.databaseTargets).length === 0
            ? []
            : findDatabases({ ...context, signal: within }),
      });
      return {
        steps: [...steps, noteStep(loaded.root, version), checkStep(() => checkAll(context))],
        question: `Have ${version.id} of the project ${project} serve again?`,
        done: `${version.id} serves again, and is healthy.`,
        facts: () => ({ version: version.id }),
      };
    },
  });
}
