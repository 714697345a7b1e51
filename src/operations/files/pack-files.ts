import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import { type FoundFile, isInside } from './find-files.ts';

/** A file as it was saved. */
export interface PackedFile {
  readonly name: string;
  readonly mode: number;
  readonly content: Buffer;
}

/** What is encrypted is held in memory: secrets and certificates are small. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Files as a tar archive. */
export async function packFiles(files: readonly FoundFile[]): Promise<Buffer> {
  const archive = pack();
  let bytes = 0;
  for (const { name, path } of files) {
    const { mode, mtime, size } = await stat(path);
    bytes += size;
    if (bytes > MOST_BYTES)
      throw new Error(
        `backup.files are larger than ${MOST_BYTES / 1024 / 1024} MiB: name less, or keep them in a volume`,
      );
    archive.entry({ name, mode: mode & 0o777, mtime }, await readFile(path));
  }
  archive.finalize();
  return buffer(archive as unknown as Readable);
}

/** The files of an archive; a name that leads out of the project is refused. */
export async function unpackFiles(archive: Uint8Array): Promise<PackedFile[]> {
  const reader = extract();
  Readable.from([archive]).pipe(reader as unknown as NodeJS.WritableStream);
  const files: PackedFile[] = [];
  for await (const entry of reader) {
    const { name, mode } = entry.header;
    if (!isInside(name) || name.split('/').includes('..'))
      throw new Error(`${name} leads out of the project`);
    files.push({ name, mode, content: await buffer(entry as unknown as Readable) });
  }
  return files;
}
