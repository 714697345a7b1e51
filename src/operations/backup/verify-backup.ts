import { join } from 'node:path';
import { causeChain } from '../../model/problem.ts';
import type { PostgresServer } from '../postgres/server.ts';
import { savedContent } from '../volumes/save-volume.ts';
import { isSameContent } from '../volumes/volume-census.ts';
import { checksumFlaws } from './checksums.ts';
import { decodeDump } from './decode-dump.ts';
import type { DatabaseInBackup } from './manifest.ts';
import { damaged, type ReadableBackup } from './store.ts';

/**
 * Compares all checksums, and decodes every dump and every archive.
 *
 * @param programsFor gives the programs to decode a dump with; undefined: it was not asked for, only its checksum is compared
 * @throws ProblemError BACKUP_DAMAGED
 */
export async function verifyBackup(
  { id, folder, manifest }: ReadableBackup,
  programsFor: (saved: DatabaseInBackup) => PostgresServer | undefined,
  signal: AbortSignal,
): Promise<void> {
  const flaws = await checksumFlaws(folder);
  if (flaws.length > 0) throw damaged(id, flaws);
  for (const saved of manifest.databases) {
    const server = programsFor(saved);
    if (server === undefined) continue;
    try {
      await decodeDump(server, join(folder, saved.file), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw damaged(id, causeChain(error));
    }
  }
  for (const { file, content } of manifest.volumes ?? []) {
    const same = await savedContent(join(folder, file), signal).then(
      found => isSameContent(found, content),
      error => {
        signal.throwIfAborted();
        throw damaged(id, [file, ...causeChain(error)]);
      },
    );
    if (!same) throw damaged(id, [`${file} holds other files than the manifest says`]);
  }
}
