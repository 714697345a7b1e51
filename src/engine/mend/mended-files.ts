import type { SourceObservation } from '../../model/observations/source.ts';

/** A file as it was read, and as it is after it was mended. */
export interface MendedFile {
  readonly path: string;
  /** Undefined of a file that was not there. */
  readonly before?: string;
  readonly after: string;
  /** A file that was not there is made for its owner alone. */
  readonly isPrivate?: true;
  /** It got its run bit. */
  readonly runnable: boolean;
}

/** What differs between a project and the same project mended. */
export const mendedFiles = (before: SourceObservation, after: SourceObservation): MendedFile[] =>
  after.files.flatMap((file, index): MendedFile[] => {
    const old = before.files[index];
    if (old === file) return [];
    if (old === undefined) return [{ path: file.path, after: file.text ?? '', runnable: false }];
    const runnable = file.executable && !old.executable;
    return [{ path: file.path, before: old.text ?? '', after: file.text ?? '', runnable }];
  });
