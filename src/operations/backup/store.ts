import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ignoreInGit, ownFolder } from '../../config/own-folder.ts';
import { ProblemError } from '../../model/problem.ts';
import { filesOf, type Manifest, readManifest } from './manifest.ts';

const ID = /^\d{8}T\d{6}Z-[0-9a-f]{4}$/;
const PARTIAL = '.partial';

/** Whether this is the name of a backup. */
export const isBackupId = (name: string): boolean => ID.test(name);

/** When a backup was begun, as its id says: ISO 8601. */
export const timeOfId = (id: string): string =>
  id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6.000Z');

/** One backup of the project. */
export interface StoredBackup {
  readonly id: string;
  readonly folder: string;
  /** Undefined when it cannot be read. */
  readonly manifest?: Manifest;
}

/** A backup whose manifest can be read. */
export type ReadableBackup = StoredBackup & { readonly manifest: Manifest };

/** Where backups stand: `backup.folder`, else `.failsafe/backups`. */
export const storeOf = ({ root, config }: LoadedConfig): string =>
  resolve(root, config.backup?.folder ?? '.failsafe/backups');

/** Makes the folder, which no commit shall hold. */
export async function makeStore(loaded: LoadedConfig): Promise<string> {
  if (loaded.config.backup?.folder === undefined) return ownFolder(loaded.root, 'backups');
  const folder = storeOf(loaded);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  ignoreInGit(folder);
  return folder;
}

/** The folder of a backup that is being made. */
export const partialFolder = (store: string, id: string): string => join(store, id + PARTIAL);

/** Names of backups that were never finished. */
export const unfinishedIn = async (store: string): Promise<string[]> =>
  (await readdir(store).catch(() => [])).filter(
    name => name.endsWith(PARTIAL) && ID.test(name.slice(0, -PARTIAL.length)),
  );

/** All backups, the newest first. */
export async function listBackups(store: string): Promise<StoredBackup[]> {
  const names = (await readdir(store).catch(() => [])).filter(name => ID.test(name));
  return Promise.all(
    names
      .sort()
      .reverse()
      .map(async id => {
        const folder = join(store, id);
        return { id, folder, manifest: await readManifest(folder) };
      }),
  );
}

/** Whether all files are there in their size: enough for a list, not enough to restore. */
export async function looksWhole({ folder, manifest }: StoredBackup): Promise<boolean> {
  const files = manifest ? filesOf(manifest) : [];
  const sizes = await Promise.all(
    files.map(({ file }) =>
      stat(join(folder, file)).then(
        ({ size }) => size,
        () => -1,
      ),
    ),
  );
  return manifest !== undefined && sizes.every((size, index) => size === files[index]?.bytes);
}

/**
 * The backup with this id, or the newest one.
 *
 * @throws ProblemError BACKUP_UNKNOWN, BACKUP_DAMAGED when its manifest cannot be read
 */
export async function findBackup(store: string, id: string | undefined): Promise<ReadableBackup> {
  const all = await listBackups(store);
  const found = id === undefined ? all[0] : all.find(one => one.id === id);
  if (found === undefined) {
    throw new ProblemError([
      {
        code: 'BACKUP_UNKNOWN',
        message: id === undefined ? `there is no backup in ${store}` : `there is no backup ${id} in ${store}`,
        fix: all.length === 0 ? 'Make one: failsafe backup' : '`failsafe backup list` shows what there is.',
      },
    ]);
  }
  const { manifest } = found;
  if (manifest?.id === found.id) return { ...found, manifest };
  throw damaged(found.id, ['manifest.json is missing or damaged']);
}

/** What is said of a backup that must not be restored. */
export const damaged = (id: string, causes: readonly string[]): ProblemError =>
  new ProblemError([
    {
      code: 'BACKUP_DAMAGED',
      message: `the backup ${id} is damaged`,
      causes,
      fix: 'Take another one (`failsafe backup list`), and look after the disk that holds it.',
    },
  ]);
