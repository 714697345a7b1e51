import { readFile } from 'node:fs/promises';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { ProblemError } from '../model/problem.ts';
import type { ReadableBackup } from '../operations/backup/store.ts';
import type { Key } from '../operations/files/seal.ts';
import { planFiles } from '../operations/restore/plan-files.ts';
import { findOrFetch } from './fetch-copy.ts';
import { operate } from './operate.ts';
import type { RestoreCommandOptions } from './restore.ts';
import { refuseForeign } from './restore-databases.ts';

const noFiles = ({ id }: ReadableBackup) =>
  new ProblemError([
    {
      code: 'BACKUP_UNKNOWN',
      message: `the backup ${id} holds no files`,
      fix: 'They are saved where backup.encrypt of failsafe.yaml names a key; `failsafe backup list` shows which backups hold some.',
    },
  ]);

const noKey = () =>
  new ProblemError([
    {
      code: 'BACKUP_KEY_MISSING',
      message: 'the files of the backup are encrypted, and no key was given',
      fix: 'Name a file that holds the passphrase, or an identity of age: --key FILE',
    },
  ]);

async function typed(): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const { isCancel, password } = await import('@clack/prompts');
  const answer = await password({ message: 'Passphrase of the backup', output: process.stderr });
  return isCancel(answer) ? undefined : answer;
}

async function keyOf({ config }: LoadedConfig, file: string | undefined): Promise<Key> {
  if (file !== undefined) {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      const message = `the key ${file} cannot be read: ${error instanceof Error ? error.message : error}`;
      throw new ProblemError([{ code: 'BACKUP_KEY_MISSING', message, fix: 'Correct the name after --key.' }]);
    }
  }
  const key = config.backup?.encrypt?.passphrase?.reveal() ?? (await typed());
  if (!key) throw noKey();
  return key;
}

/** Brings back the files of a backup that are not in git. */
export function restoreFiles(id: string | undefined, options: RestoreCommandOptions): Promise<number> {
  return operate('restore', options, {
    async plan({ loaded, signal }) {
      const backup = await findOrFetch(loaded, id, options.dryRun ?? false, signal);
      refuseForeign(backup, loaded);
      const { files } = backup.manifest;
      if (files === undefined) throw noFiles(backup);
      const steps = await planFiles({ loaded, backup, key: await keyOf(loaded, options.key) });
      return {
        steps,
        question: `Bring back ${files.names.join(', ')} as saved at ${backup.manifest.createdAt}?`,
        done: 'Brought back.',
        facts: () => ({ backup: backup.id }),
      };
    },
  });
}
