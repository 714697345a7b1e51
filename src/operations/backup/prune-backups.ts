import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Step } from '../step.ts';
import { bytesOf } from './manifest.ts';
import { type Kept, prunable, retentionOf } from './retention.ts';
import { listBackups, storeOf, unfinishedIn } from './store.ts';

const NEW = 'new';

/** The backups of this runtime as retention sees them; one that cannot be read is left for a person to look at. */
async function keptIn(loaded: LoadedConfig): Promise<Kept[]> {
  const backups = await listBackups(storeOf(loaded));
  return backups.flatMap(({ id, manifest }) =>
    manifest?.runtime === loaded.runtime
      ? [{ id, createdAt: manifest.createdAt, bytes: bytesOf(manifest) }]
      : [],
  );
}

/**
 * Plans what a new backup makes superfluous, and what is left of backups that were never finished. Run it behind the
 * steps that make and verify the new one, under the lock.
 */
export async function planPruning(loaded: LoadedConfig): Promise<Step> {
  const store = storeOf(loaded);
  const keep = retentionOf(loaded);
  const now = { id: NEW, createdAt: new Date().toISOString(), bytes: Number.POSITIVE_INFINITY };
  const planned = prunable([now, ...(await keptIn(loaded))], keep).remove.map(({ id }) => id);
  const unfinished = await unfinishedIn(store);
  const rule = `${keep.daily} daily, ${keep.weekly} weekly, ${keep.monthly} monthly, at least 3`;
  return {
    id: 'prune',
    title: 'remove what is no longer kept',
    acts: [...planned, ...unfinished].map(name => `remove ${join(store, name)}`),
    async run() {
      const { remove, held } = prunable(await keptIn(loaded), keep);
      const ids = remove.map(({ id }) => id).filter(id => planned.includes(id));
      for (const name of [...ids, ...unfinished])
        await rm(join(store, name), { recursive: true, force: true });
      return held ?? `${ids.length} removed (kept: ${rule})`;
    },
  };
}
