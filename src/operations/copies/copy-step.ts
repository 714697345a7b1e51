import { join } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { causeChain, type Problem, ProblemError } from '../../model/problem.ts';
import { retentionOf } from '../backup/retention.ts';
import { storeOf } from '../backup/store.ts';
import type { Step } from '../step.ts';
import { copyBackup } from './copy-backup.ts';
import type { CopyStore } from './copy-store.ts';

/**
 * Plans to copy a backup to all places of `backup.copies`; one that cannot be reached keeps it from no other.
 */
export function copySteps(
  loaded: LoadedConfig,
  stores: readonly CopyStore[],
  id: string,
  signal: AbortSignal,
): Step[] {
  if (stores.length === 0) return [];
  const folder = join(storeOf(loaded), id);
  const keep = retentionOf(loaded);
  return [
    {
      id: 'copy',
      title: `copy it to ${stores.map(({ name }) => name).join(', ')}`,
      acts: stores.flatMap(({ name }) => [
        `copy ${folder} to ${name}, read every file back and compare it`,
        `remove from ${name} what is no longer kept`,
      ]),
      async run(tell) {
        const problems: Problem[] = [];
        let removed = 0;
        for (const store of stores) {
          try {
            removed += await copyBackup(store, { id, folder, keep, signal, tell });
          } catch (error) {
            signal.throwIfAborted();
            problems.push({
              code: 'BACKUP_COPY_FAILED',
              message: `the backup ${id} is whole and stands in ${folder}, but its copy in ${store.name} was not made`,
              causes: causeChain(error),
              fix: `Mend what is said, then: failsafe backup copy ${id}`,
            });
          }
        }
        if (problems.length > 0) throw new ProblemError(problems);
        return `${removed} older ones removed there`;
      },
    },
  ];
}
