import { ProblemError } from '../model/problem.ts';
import { findBackup, storeOf } from '../operations/backup/store.ts';
import { planRestore } from '../operations/restore/plan-restore.ts';
import { findDatabases } from './find-databases.ts';
import { operate } from './operate.ts';
import { refuseIsolated } from './refuse-isolated.ts';
import type { RestoreCommandOptions } from './restore.ts';

/** Restores the databases of failsafe.yaml from a backup. */
export function restoreDatabases(id: string | undefined, options: RestoreCommandOptions): Promise<number> {
  return operate('restore', options, {
    async plan(context) {
      const { loaded, signal } = context;
      const backup = await findBackup(storeOf(loaded), id);
      if (backup.manifest.project !== loaded.config.project) {
        const message = `the backup ${backup.id} is of the project ${backup.manifest.project}`;
        const fix = '`failsafe backup list` shows those of this one.';
        throw new ProblemError([
          {
            code: 'BACKUP_FOREIGN',
            message,
            expected: loaded.config.project,
            got: backup.manifest.project,
            fix,
          },
        ]);
      }
      const inStack = Object.values(loaded.databaseTargets).some(({ endpoint }) => 'service' in endpoint);
      if (inStack) refuseIsolated(loaded, 'restored');
      const databases = await findDatabases(context);
      const stack = inStack ? (await context.open()).stack : undefined;
      const restore = await planRestore({
        loaded,
        backup,
        databases,
        stack,
        safety: options.safetyBackup,
        signal,
      });
      const names = databases.map(({ target }) => target.database).join(', ');
      return {
        steps: restore.steps,
        question: `Replace ${names} by what was saved at ${backup.manifest.createdAt}?`,
        done: 'Restored. See how the application does with: failsafe check',
        facts: () => ({ backup: backup.id }),
        cleanUp: restore.cleanUp,
      };
    },
  });
}
