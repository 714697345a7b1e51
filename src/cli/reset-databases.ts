import { ProblemError } from '../model/problem.ts';
import { planBackup } from '../operations/backup/make-backup.ts';
import { checkStep } from '../operations/check-step.ts';
import { ensureSameDatabase } from '../operations/database-reset/ensure-same-database.ts';
import { refuseHarm } from '../operations/reset/refuse-harm.ts';
import { databaseSteps } from '../operations/setup/database-steps.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { reachEngine } from '../runtimes/docker/reach-engine.ts';
import { checkAll } from './check-all.ts';
import { findDatabases } from './find-databases.ts';
import { operate } from './operate.ts';
import { refuseIsolated } from './refuse-isolated.ts';
import type { ResetCommandOptions } from './reset.ts';

const undeclared = () =>
  new ProblemError([
    {
      code: 'DB_RESET_UNDECLARED',
      message: 'failsafe.yaml does not say how the tables are made anew',
      fix: 'Say it: setup: { recreate: [{ service: NAME, run: COMMAND }] }; what fills them stands in setup.database.',
    },
  ]);

/** Empties the databases and fills them again, behind a backup. */
export function resetDatabases(options: ResetCommandOptions): Promise<number> {
  return operate('db reset', options, {
    async plan(context) {
      const { loaded, signal, hear } = context;
      const { recreate = [], database = [] } = loaded.config.setup ?? {};
      if (recreate.length === 0) throw undeclared();
      refuseIsolated(loaded, 'reset');
      const engine = await reachEngine(signal);
      refuseHarm(loaded, engine, options);
      const project = await projectNameOf(loaded, process.env);
      const services = [...recreate, ...database].map(({ service }) => service);
      await ensureSameDatabase(loaded, engine, project, [...new Set(services)], signal);
      const databases = await findDatabases(context);
      const backup = planBackup({ loaded, databases, reason: 'before-db-reset', signal });
      const how = { loaded, project, signal, hear, databases: async () => databases };
      const names = databases.map(({ target }) => target.database).join(', ');
      const goOn = (step: string) =>
        backup.steps.some(({ id }) => id === step)
          ? 'failsafe db reset --no-backup, if the data cannot be read any more and is to be given up'
          : `failsafe restore ${backup.id}, which brings back what was there`;
      return {
        steps: [
          ...(options.backup ? backup.steps : []),
          ...(await databaseSteps('recreate', 'make the tables anew', recreate, how)),
          ...(await databaseSteps('database', 'fill the database', database, how)),
          checkStep(() => checkAll(context, { logs: false })),
        ],
        question: `Empty ${names} of the project ${project}${options.backup ? '' : ', without a backup'}?`,
        typed: project,
        done: options.backup
          ? `Made anew, and healthy. What was there comes back with: failsafe restore ${backup.id}`
          : 'Made anew, and healthy.',
        facts: () => (options.backup ? { backup: backup.id } : {}),
        goOn: options.backup ? goOn : undefined,
        cleanUp: backup.discard,
      };
    },
  });
}
