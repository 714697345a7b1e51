import type { LoadedConfig } from '../config/loaded-config.ts';
import { formatSize } from '../config/units.ts';
import { ProblemError } from '../model/problem.ts';
import { findBackup, listBackups, type ReadableBackup, storeOf } from '../operations/backup/store.ts';
import { type FoundCopy, fetchBackup, listCopies } from '../operations/copies/fetch-backup.ts';
import { openCopies } from '../operations/copies/open-copies.ts';
import type { Step } from '../operations/step.ts';
import { declaredCopies } from './copy-stored-backup.ts';
import { type OperationOptions, operate } from './operate.ts';

async function findCopy(
  loaded: LoadedConfig,
  id: string | undefined,
  signal: AbortSignal,
): Promise<FoundCopy> {
  const { found, silent } = await listCopies(await declaredCopies(loaded), signal);
  const whole = found
    .filter(({ backup }) => backup.whole && (id === undefined || backup.id === id))
    .sort((a, b) => b.backup.id.localeCompare(a.backup.id));
  const [first] = whole;
  if (first !== undefined) return first;
  throw new ProblemError([
    {
      code: 'BACKUP_UNKNOWN',
      message: id === undefined ? 'there is no copy of a backup' : `there is no copy of the backup ${id}`,
      causes: silent.map(({ name, reason }) => `${name} could not be looked at: ${reason}`),
      fix: '`failsafe backup list` shows what there is.',
    },
  ]);
}

function fetchStep(loaded: LoadedConfig, copy: FoundCopy, signal: AbortSignal): Step {
  const { store, backup } = copy;
  return {
    id: 'fetch',
    title: `fetch ${backup.id} from ${store.name}`,
    acts: [`copy ${backup.files.join(', ')} (${formatSize(backup.bytes)})`, 'compare SHA256SUMS'],
    async run() {
      await fetchBackup(loaded, copy, signal);
      return formatSize(backup.bytes);
    },
  };
}

/** Brings a backup from a copy back to this machine. */
export function fetchCopy(id: string | undefined, options: OperationOptions): Promise<number> {
  return operate('backup fetch', options, {
    async plan({ loaded, signal }) {
      const copy = await findCopy(loaded, id, signal);
      const isHere = (await listBackups(storeOf(loaded))).some(one => one.id === copy.backup.id);
      return {
        steps: isHere ? [] : [fetchStep(loaded, copy, signal)],
        done: isHere
          ? `${copy.backup.id} is here already.`
          : `Restore it with: failsafe restore ${copy.backup.id}`,
        facts: () => ({ backup: copy.backup.id }),
      };
    },
  });
}

/** The backup with this id, or the newest, fetched from a copy where it is not here. A dry run fetches nothing. */
export async function findOrFetch(
  loaded: LoadedConfig,
  id: string | undefined,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<ReadableBackup> {
  const store = storeOf(loaded);
  const here = await listBackups(store);
  const isHere = id === undefined ? here.length > 0 : here.some(one => one.id === id);
  if (!isHere && !dryRun && (await openCopies(loaded)).length > 0) {
    const copy = await findCopy(loaded, id, signal);
    await fetchBackup(loaded, copy, signal);
    return findBackup(store, copy.backup.id);
  }
  return findBackup(store, id);
}
