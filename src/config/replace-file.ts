import { randomUUID } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';

/** How a file is replaced. */
export interface ReplaceOptions {
  /** Its permissions, whatever the umask; default: those of any new file. */
  readonly mode?: number;
  /** Whether the content is on the disk before it has the name: what must survive a crash of the machine. */
  readonly flush?: boolean;
}

/**
 * Writes a file beside its place and moves it there: whoever reads it, also after a failure, sees the old content or
 * the new one, never a part, and no second file is left.
 *
 * @throws Error as `node:fs` does; the file is then as it was
 */
export async function replaceFile(
  file: string,
  content: string | Uint8Array | Iterable<string>,
  { mode, flush = false }: ReplaceOptions = {},
): Promise<void> {
  const fresh = `${file}.${randomUUID()}.failsafe`;
  try {
    await writeFile(fresh, content, { mode, flush, flag: 'wx' });
    if (mode !== undefined) await chmod(fresh, mode);
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
