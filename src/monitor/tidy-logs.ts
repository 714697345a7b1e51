import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LogRules } from './log-rules.ts';

/** Removal stops that far below the limit, so that it is not due again at the next line. */
const SLACK = 0.9;

/** Of a day on which more is written than half of what a log may take, the earlier part. */
const EARLIER = '.0';

/** Today's file, and its earlier part. */
export const fileOf = (folder: string, name: string, day: string, part: '' | typeof EARLIER = ''): string =>
  join(folder, `${name}-${day}${part}.log`);

/** Bytes of a file; 0 where there is none. */
export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** The files of a daily log, the oldest first; those of earlier days are compressed. */
export function dailyFiles(folder: string, name: string): string[] {
  const pattern = new RegExp(`^${name}-\\d{8}(?:\\${EARLIER})?\\.log(?:\\.gz)?$`);
  const names = existsSync(folder) ? readdirSync(folder).filter(file => pattern.test(file)) : [];
  return names.sort().map(file => join(folder, file));
}

/** Removes the files of before a day, and of the others the oldest while they are too much. The newest one always stays. */
function removeOld(folder: string, name: string, oldestDay: string, mostBytes: number): void {
  const oldest = fileOf(folder, name, oldestDay, EARLIER);
  const files = dailyFiles(folder, name).toReversed();
  const isTooMuch = files.reduce((sum, file) => sum + sizeOf(file), 0) > mostBytes;
  let bytes = 0;
  for (const [index, file] of files.entries()) {
    bytes += sizeOf(file);
    const goes = file < oldest || (isTooMuch && bytes > SLACK * mostBytes);
    if (index > 0 && goes) rmSync(file, { force: true });
  }
}

/**
 * Makes room for a line, and tells for how many bytes there is some. Where today's file has grown to half of what the log
 * may take it becomes the earlier part of the day, in the place of the one before.
 */
export function makeRoom(
  folder: string,
  name: string,
  { today, oldest }: { readonly today: string; readonly oldest: string },
  { mostBytes }: LogRules,
  needed: number,
): number {
  const file = fileOf(folder, name, today);
  const half = mostBytes / 2;
  if (sizeOf(file) > 0 && sizeOf(file) + needed > half)
    renameSync(file, fileOf(folder, name, today, EARLIER));
  removeOld(folder, name, oldest, mostBytes - needed);
  const all = dailyFiles(folder, name).reduce((sum, one) => sum + sizeOf(one), 0);
  return Math.max(needed, Math.min(half - sizeOf(file), mostBytes - all));
}
