import { planBackup } from '../operations/backup/make-backup.ts';
import { planPruning } from '../operations/backup/prune-backups.ts';
import { anyDatabases, findDatabases } from './find-databases.ts';
import { type OperationOptions, operate } from './operate.ts';
import { volumesToSave } from './volumes-to-save.ts';

/** Backs up the databases of failsafe.yaml and the volumes of the deployment. */
export function backupDatabases(options: OperationOptions): Promise<number> {
  return operate('backup', options, {
    async plan(context) {
      const { loaded, signal } = context;
      const databases = await anyDatabases(context);
      const volumes = await volumesToSave(context, databases);
      // Nothing to save: it is said what is missing
      if (databases.length === 0 && !volumes?.found.length) await findDatabases(context);
      const backup = planBackup({ loaded, databases, volumes, reason: 'backup', signal });
      return {
        steps: [...backup.steps, await planPruning(loaded)],
        done: `Restore it with: failsafe restore ${backup.id}`,
        facts: () => ({ backup: backup.id }),
        cleanUp: backup.discard,
      };
    },
  });
}
