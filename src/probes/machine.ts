import { access, constants, readFile, statfs } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import type { Probe } from '../model/probe.ts';

/** On Linux what is free is much less than what can be had: most of it is cache. */
async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const [, kibibytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(text) ?? [];
  return kibibytes === undefined ? freemem() : Number(kibibytes) * 1024;
}

/** Memory of this machine, and room for files where the project is. */
export const probe: Probe<'machine'> = {
  id: 'machine',
  async observe({ folder }) {
    const [availableMemoryBytes, { files, ffree, bavail, bsize }, writable] = await Promise.all([
      availableMemory(),
      statfs(folder),
      access(folder, constants.W_OK).then(
        () => true,
        () => false,
      ),
    ]);
    return {
      memoryBytes: totalmem(),
      availableMemoryBytes,
      inodes: files,
      freeInodes: ffree,
      freeBytes: bavail * bsize,
      writable,
    };
  },
};
