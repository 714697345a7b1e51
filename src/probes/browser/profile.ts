import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** Starts what removes a profile when this process is killed. Gives how to tell it that there is nothing to remove. */
function startKeeper(path: string): () => void {
  const script = new URL(`./profile-keeper${extname(import.meta.url)}`, import.meta.url);
  const keeper = spawn(process.execPath, [fileURLToPath(script), path], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.on('error', () => undefined).unref();
  (keeper.stdin as Socket).on('error', () => undefined).unref();
  return () => void keeper.kill();
}

/** Makes a profile that does not outlive this process. */
export function createProfile(folder: string = tmpdir()): Profile {
  sweep(folder);
  const path = mkdtempSync(join(folder, `${PREFIX}${process.pid}-`));
  const dismiss = startKeeper(path);
  const removeNow = () => rmSync(path, RETRIES);
  process.once('exit', removeNow);
  return {
    path,
    async remove() {
      await rm(path, RETRIES);
      dismiss();
      process.removeListener('exit', removeNow);
    },
  };
}
