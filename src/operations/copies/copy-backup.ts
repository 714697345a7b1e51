import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { CHECKSUMS, sha256 } from '../backup/checksums.ts';
import { prunable, type Retention } from '../backup/retention.ts';
import { timeOfId } from '../backup/store.ts';
import type { CopyStore } from './copy-store.ts';

/** What is copied, and what stays there. */
export interface CopyOptions {
  readonly id: string;
  /** Folder of the backup. */
  readonly folder: string;
  readonly keep: Retention;
  readonly signal: AbortSignal;
  readonly tell: (status: string) => void;
}

async function digestOf(stream: Readable): Promise<{ bytes: number; digest: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, digest: hash.digest('hex') };
}

async function putVerified(store: CopyStore, file: string, options: CopyOptions): Promise<void> {
  const { id, folder, signal, tell } = options;
  const from = join(folder, file);
  tell(`${file} to ${store.name}`);
  await store.put(id, file, from, signal);
  tell(`${file} back from ${store.name}`);
  const there = await digestOf(await store.read(id, file, signal));
  const { size } = await stat(from);
  if (there.bytes !== size) throw new Error(`${file} arrived with ${there.bytes} bytes instead of ${size}`);
  if (there.digest !== (await sha256(from))) throw new Error(`${file} arrived with other contents`);
}

/**
 * Copies a backup: each file is read back and compared, and the checksums, which make it whole, come last. Then goes
 * what retention does not keep there, and what was never finished.
 *
 * @returns how many went
 */
export async function copyBackup(store: CopyStore, options: CopyOptions): Promise<number> {
  const { id, folder, keep, signal } = options;
  const files = (await readdir(folder)).filter(file => file !== CHECKSUMS);
  for (const file of [...files, CHECKSUMS]) await putVerified(store, file, options);
  const there = await store.list(signal);
  const whole = there.filter(one => one.whole).map(one => ({ ...one, createdAt: timeOfId(one.id) }));
  const unfinished = there.filter(one => !one.whole && one.id < id);
  const old = [...prunable(whole, keep).remove, ...unfinished];
  for (const one of old) await store.remove(one.id, one.files, signal);
  return old.length;
}
