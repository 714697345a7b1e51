import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ownFolder } from '../../config/own-folder.ts';
import { replaceFile } from '../../config/replace-file.ts';
import { causeChain, ProblemError } from '../../model/problem.ts';
import { checksumFlaws } from '../backup/checksums.ts';
import { damaged, type ReadableBackup } from '../backup/store.ts';
import { type PackedFile, unpackFiles } from '../files/pack-files.ts';
import { type Key, unseal } from '../files/seal.ts';
import { newId } from '../new-id.ts';
import type { Step } from '../step.ts';

/** What to bring back. */
export interface FilesRestoreOptions {
  readonly loaded: LoadedConfig;
  readonly backup: ReadableBackup;
  readonly key: Key;
}

const wrongKey = (error: unknown) =>
  new ProblemError([
    {
      code: 'BACKUP_KEY_WRONG',
      message: 'this key does not open the files of the backup',
      causes: causeChain(error),
      fix: 'Take the passphrase, or the identity of age, that was in force when it was made.',
    },
  ]);

const differs = async (root: string, { name, content }: PackedFile): Promise<boolean> =>
  !(await readFile(join(root, name)).catch(() => undefined))?.equals(content);

/** Writes a file beside its place first: it is there wholly, or as it was. */
async function put(root: string, { name, mode, content }: PackedFile): Promise<void> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await replaceFile(path, content, { mode, flush: true });
}

/**
 * Opens the files of a backup and plans to bring back those that are other ones now; what is there goes to
 * `.failsafe/replaced` first.
 *
 * @throws ProblemError BACKUP_DAMAGED, BACKUP_KEY_WRONG
 */
export async function planFiles({ loaded, backup, key }: FilesRestoreOptions): Promise<readonly Step[]> {
  const { root } = loaded;
  const { files } = backup.manifest;
  const flaws = await checksumFlaws(backup.folder);
  if (files === undefined || flaws.length > 0) throw damaged(backup.id, flaws);
  const sealed = await readFile(join(backup.folder, files.file));
  const opened = await unseal(sealed, key).catch(error => Promise.reject(wrongKey(error)));
  const packed = await unpackFiles(opened);
  const other: PackedFile[] = [];
  for (const file of packed) if (await differs(root, file)) other.push(file);
  const aside = join(root, '.failsafe', 'replaced', newId());
  return [
    {
      id: 'files',
      title: `bring back ${other.map(({ name }) => name).join(', ') || 'nothing: all files are as they were saved'}`,
      acts: other.map(({ name }) => `copy ${name} to ${aside} where it is there, then write it`),
      async run() {
        let replaced = 0;
        if (other.length > 0) await ownFolder(root, 'replaced');
        for (const file of other) {
          const there = await readFile(join(root, file.name)).catch(() => undefined);
          if (there !== undefined) {
            await mkdir(dirname(join(aside, file.name)), { recursive: true, mode: 0o700 });
            await writeFile(join(aside, file.name), there, { mode: 0o600, flush: true });
            replaced += 1;
          }
          await put(root, file);
        }
        return replaced === 0 ? undefined : `what was there is in ${aside}`;
      },
    },
  ];
}
