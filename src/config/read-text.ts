import { readFile } from 'node:fs/promises';

const REASONS: Record<string, string> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
};

/** A text file, or why it cannot be read, to be put after its name. A byte order mark is dropped. */
export async function readText(file: string): Promise<{ text: string } | { reason: string }> {
  try {
    return { text: (await readFile(file, 'utf8')).replace(/^\uFEFF/, '') };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { reason: REASONS[code] ?? `cannot be read: ${message}` };
  }
}
