import { resolve } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { CopyStore } from './copy-store.ts';

/** The places that `backup.copies` names. */
export function openCopies({ config, root }: LoadedConfig): Promise<CopyStore[]> {
  return Promise.all(
    (config.backup?.copies ?? []).map(async copy =>
      'folder' in copy
        ? (await import('./folder-store.ts')).folderStore(resolve(root, copy.folder))
        : (await import('./s3-store.ts')).s3Store(copy.s3),
    ),
  );
}
