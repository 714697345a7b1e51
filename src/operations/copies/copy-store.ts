import type { Readable } from 'node:stream';

/** A backup in another place. */
export interface CopiedBackup {
  readonly id: string;
  readonly bytes: number;
  /** Names of its files. */
  readonly files: readonly string[];
  /** False: it was never finished. */
  readonly whole: boolean;
}

/** A place for copies of backups. */
export interface CopyStore {
  /** As people know it: a folder, or `s3://bucket/prefix`. */
  readonly name: string;
  list(signal: AbortSignal): Promise<readonly CopiedBackup[]>;
  /** Writes one file of a backup. The file with the checksums comes last, and makes it whole. */
  put(id: string, file: string, from: string, signal: AbortSignal): Promise<void>;
  read(id: string, file: string, signal: AbortSignal): Promise<Readable>;
  remove(id: string, files: readonly string[], signal: AbortSignal): Promise<void>;
}
