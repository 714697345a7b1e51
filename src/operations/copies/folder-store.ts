import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CHECKSUMS } from '../backup/checksums.ts';
import { isBackupId } from '../backup/store.ts';
import type { CopiedBackup, CopyStore } from './copy-store.ts';

/** Copies in a folder: another disk, or a share of another machine. */
export function folderStore(folder: string): CopyStore {
  async function look(id: string): Promise<CopiedBackup> {
    const files = await readdir(join(folder, id));
    const sizes = await Promise.all(files.map(async file => (await stat(join(folder, id, file))).size));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { id, bytes, files, whole: files.includes(CHECKSUMS) };
  }
  return {
    name: folder,
    async list() {
      const names = await readdir(folder).catch(error => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      return Promise.all(names.filter(isBackupId).map(look));
    },
    async put(id, file, from, signal) {
      await mkdir(join(folder, id), { recursive: true, mode: 0o700 });
      const to = join(folder, id, file);
      const partial = `${to}.partial`;
      try {
        await pipeline(createReadStream(from), createWriteStream(partial, { mode: 0o600, flush: true }), {
          signal,
        });
        await rename(partial, to);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    read: async (id, file) => createReadStream(join(folder, id, file)),
    remove: id => rm(join(folder, id), { recursive: true, force: true }),
  };
}
