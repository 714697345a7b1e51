import { planBackup } from '../operations/backup/make-backup.ts';
import { planPruning } from '../operations/backup/prune-backups.ts';
import { copySteps } from '../operations/copies/copy-step.ts';
import { openCopies } from '../operations/copies/open-copies.ts';
import { findFiles } from '../operations/files/find-files.ts';
import { anyDatabases, findDatabases, isDatabaseInStack } from './find-databases.ts';
import { noteRunOf } from './note-run.ts';
import { type OperationOptions, operate } from './operate.ts';
import { refuseIsolated } from './refuse-isolated.ts';
import { volumesToSave } from './volumes-to-save.ts';

/** Backs up the databases of failsafe.yaml the volumes of the deployment, and files that are not in git. */
export function backupDatabases(options: OperationOptions): Promise<number> {
  const note = noteRunOf('backup');
  return operate('backup', options, {
    over: note.over,
    async plan(context) {
      const { loaded, signal } = context;
      note.begin(loaded);
      if (isDatabaseInStack(loaded)) refuseIsolated(loaded, 'saved');
      const databases = await anyDatabases(context);
      const volumes = await volumesToSave(context, databases);
      const files = await findFiles(loaded);
      // Nothing to save: it is said what is missing
      if (databases.length === 0 && !volumes?.found.length && files.length === 0)
        await findDatabases(context);
      const backup = planBackup({ loaded, databases, volumes, files, reason: 'backup', signal });
      return {
        steps: [
          ...backup.steps,
          await planPruning(loaded),
          ...copySteps(loaded, await openCopies(loaded), backup.id, signal),
        ],
        done: `Restore it with: failsafe restore ${backup.id}`,
        facts: () => ({ backup: backup.id }),
        cleanUp: backup.discard,
      };
    },
  });
}
