import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../is-alive.ts';

const PREFIX = 'failsafe-browser-';
const RETRIES = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;

/** Removes the profiles of processes that were killed before they could. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), RETRIES);
  }
}

/** An empty folder for a browser's data. */
export interface Profile {
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes a profile that does not outlive this process. */
export function createProfile(folder: string = tmpdir()): Profile {
  sweep(folder);
  const path = mkdtempSync(join(folder, `${PREFIX}${process.pid}-`));
  const removeNow = () => rmSync(path, RETRIES);
  process.once('exit', removeNow);
  return {
    path,
    async remove() {
      await rm(path, RETRIES);
      process.removeListener('exit', removeNow);
    },
  };
}
