import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

function syncFolder(folder: string): void {
  // A rename is only durable with its folder; some systems cannot open one.
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // See above.
  }
}

function writeSynced(file: string, flags: 'w' | 'a', text: string): void {
  const handle = openSync(file, flags, 0o600);
  try {
    // Unlike writeSync, which writes what fits on a disk that is nearly full and says nothing
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Replaces a file: after a crash of process or machine it holds the old text or the new one, whole. */
export function writeDurably(file: string, text: string): void {
  writeSynced(`${file}.next`, 'w', text);
  renameSync(`${file}.next`, file);
  syncFolder(dirname(file));
}

/** Adds a line that is on the disk when this returns. */
export const appendDurably = (file: string, line: string): void => writeSynced(file, 'a', `${line}\n`);
