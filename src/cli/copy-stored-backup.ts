import { ProblemError } from '../model/problem.ts';
import { findBackup, storeOf } from '../operations/backup/store.ts';
import { copySteps } from '../operations/copies/copy-step.ts';
import { openCopies } from '../operations/copies/open-copies.ts';
import { type OperationOptions, operate } from './operate.ts';

/** @throws ProblemError NO_COPIES */
export async function declaredCopies(loaded: Parameters<typeof openCopies>[0]) {
  const stores = await openCopies(loaded);
  if (stores.length > 0) return stores;
  const fix = 'Name them: backup: { copies: [{ folder: /mnt/nas/shop }] }';
  throw new ProblemError([
    { code: 'NO_COPIES', message: 'failsafe.yaml names no place for copies of backups', fix },
  ]);
}

/** Copies a backup that is here to all places of failsafe.yaml. */
export function copyStored(id: string | undefined, options: OperationOptions): Promise<number> {
  return operate('backup copy', options, {
    async plan({ loaded, signal }) {
      const stores = await declaredCopies(loaded);
      const backup = await findBackup(storeOf(loaded), id);
      return {
        steps: copySteps(loaded, stores, backup.id, signal),
        done: 'Copied, and seen to be whole there.',
        facts: () => ({ backup: backup.id }),
      };
    },
  });
}
