import { chmodSync, lstatSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const places = () => [...new Set([tmpdir(), '/tmp', '/var/tmp'].map(path => resolve(path)))];

const scratchName = (id: string) => `failsafe-${id}`;

/** Whether an account with no rights of its own can get into the folder. */
function isOpenToAll(path: string): boolean {
  try {
    return (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || isOpenToAll(dirname(path)));
  } catch {
    return false;
  }
}

/**
 * Makes a folder that every account can get into, for what another account than ours must reach: root's PostgreSQL.
 * Its place follows from the id, so that a sweep finds it without trusting any file.
 */
export function createScratch(id: string): string {
  const place = places().find(isOpenToAll) ?? tmpdir();
  const path = join(place, scratchName(id));
  mkdirSync(path);
  chmodSync(path, 0o711);
  return path;
}

/** Removes what {@link createScratch} made for this run, if this user owns it. */
export function removeScratch(id: string): void {
  for (const place of places()) {
    const path = join(place, scratchName(id));
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() && found.uid === process.getuid?.()) remove(path);
  }
}

/** Removes a folder with all in it, also while a process that is just being killed still writes there. */
export function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
