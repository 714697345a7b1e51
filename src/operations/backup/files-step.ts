import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { FoundFile } from '../files/find-files.ts';
import { packFiles } from '../files/pack-files.ts';
import { seal, unseal } from '../files/seal.ts';
import type { Step } from '../step.ts';
import type { FilesInBackup } from './manifest.ts';

/** Name of the file in a backup. */
export const SEALED = 'files.tar.age';

/** What is put into a backup, and who hears of it. */
export interface FilesStepOptions {
  readonly loaded: LoadedConfig;
  readonly files: readonly FoundFile[];
  readonly folder: string;
  saved(files: FilesInBackup): void;
}

/** Plans to save files that are not in git, encrypted; without a key they are left out, and that is said. */
export function filesStep({ loaded, files, folder, saved }: FilesStepOptions): Step[] {
  if (files.length === 0) return [];
  const { encrypt } = loaded.config.backup ?? {};
  const names = files.map(({ name }) => name);
  const to = join(folder, SEALED);
  return [
    {
      id: 'files',
      title: 'save files that are not in git',
      acts: encrypt === undefined ? [] : [`encrypt ${names.join(', ')} > ${to}`],
      async run() {
        if (encrypt === undefined)
          return `left out: ${names.join(', ')} would lie there in clear text. Name a key under backup.encrypt`;
        const packed = await packFiles(files);
        const sealed = await seal(packed, encrypt);
        const { passphrase } = encrypt;
        if (passphrase !== undefined && !packed.equals(await unseal(sealed, passphrase.reveal())))
          throw new Error('what was encrypted does not open with the same passphrase');
        await writeFile(to, sealed, { mode: 0o600, flush: true });
        saved({ file: SEALED, bytes: sealed.length, names });
        return names.join(', ');
      },
    },
  ];
}
