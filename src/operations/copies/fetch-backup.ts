import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { causeChain, ProblemError } from '../../model/problem.ts';
import { checksumFlaws } from '../backup/checksums.ts';
import { damaged, makeStore, partialFolder } from '../backup/store.ts';
import type { CopiedBackup, CopyStore } from './copy-store.ts';

/** A backup in a place for copies. */
export interface FoundCopy {
  readonly store: CopyStore;
  readonly backup: CopiedBackup;
}

/** What copies there are, and which places could not be looked at. */
export interface Copies {
  readonly found: readonly FoundCopy[];
  readonly silent: readonly { readonly name: string; readonly reason: string }[];
}

/** Looks into all places. */
export async function listCopies(stores: readonly CopyStore[], signal: AbortSignal): Promise<Copies> {
  const found: FoundCopy[] = [];
  const silent: { name: string; reason: string }[] = [];
  for (const store of stores) {
    try {
      found.push(...(await store.list(signal)).map(backup => ({ store, backup })));
    } catch (error) {
      signal.throwIfAborted();
      silent.push({ name: store.name, reason: causeChain(error).join(': ') });
    }
  }
  return { found, silent };
}

/**
 * Brings a backup from a copy into the folder of backups: beside its name first, and only when all checksums are right it
 * gets it.
 *
 * @throws ProblemError BACKUP_DAMAGED, BACKUP_COPY_FAILED
 */
export async function fetchBackup(
  loaded: LoadedConfig,
  { store, backup: { id, files } }: FoundCopy,
  signal: AbortSignal,
): Promise<void> {
  const folder = await makeStore(loaded);
  const partial = partialFolder(folder, id);
  try {
    await mkdir(partial, { recursive: true, mode: 0o700 });
    for (const file of files.filter(name => /^[\w.-]+$/.test(name)))
      await pipeline(
        await store.read(id, file, signal),
        createWriteStream(join(partial, file), { mode: 0o600, flush: true }),
        { signal },
      );
    const flaws = await checksumFlaws(partial);
    if (flaws.length > 0) throw damaged(id, [`in ${store.name}`, ...flaws]);
    await rename(partial, join(folder, id));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProblemError) throw error;
    const message = `the backup ${id} could not be fetched from ${store.name}`;
    const fix = 'Mend what is said, and run it again.';
    throw new ProblemError([{ code: 'BACKUP_COPY_FAILED', message, causes: causeChain(error), fix }]);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
