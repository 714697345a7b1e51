import { planBackup } from '../operations/backup/make-backup.ts';
import { planPruning } from '../operations/backup/prune-backups.ts';
import { findDatabases } from './find-databases.ts';
import { type OperationOptions, operate } from './operate.ts';

/** Backs up the databases of failsafe.yaml. */
export function backupDatabases(options: OperationOptions): Promise<number> {
  return operate('backup', options, {
    async plan(context) {
      const { loaded, signal } = context;
      const databases = await findDatabases(context);
      const backup = planBackup({ loaded, databases, reason: 'backup', signal });
      return {
        steps: [...backup.steps, await planPruning(loaded)],
        done: `Restore it with: failsafe restore ${backup.id}`,
        facts: () => ({ backup: backup.id }),
        cleanUp: backup.discard,
      };
    },
  });
}
