import type { LoadedConfig } from '../../config/loaded-config.ts';

/** How many are kept: the newest of each of so many days, weeks and months. */
export interface Retention {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

/** Kept where failsafe.yaml says nothing. */
export const RETENTION: Retention = { daily: 7, weekly: 4, monthly: 6 };

/** What `backup.keep` says, and the rest by default. */
export const retentionOf = ({ config }: LoadedConfig): Retention => ({
  ...RETENTION,
  ...config.backup?.keep,
});
/** Never fewer than this. */
const LEAST = 3;
/** A new backup that is so much smaller than the one before may be one of an emptied database. */
const SHRUNK = 0.5;

/** What retention looks at. */
export interface Kept {
  readonly id: string;
  readonly createdAt: string;
  readonly bytes: number;
}

const DAY_MS = 86_400_000;
const day = (time: number) => Math.floor(time / DAY_MS);
/** Weeks begin on Monday; day 0 was a Thursday. */
const week = (time: number) => Math.floor((day(time) + 3) / 7);
const month = (time: number) => new Date(time).toISOString().slice(0, 7);

function newestOfEach(backups: readonly Kept[], period: (time: number) => unknown, count: number): Kept[] {
  const periods = new Map<unknown, Kept>();
  for (const one of backups) {
    const key = period(Date.parse(one.createdAt));
    if (!periods.has(key)) periods.set(key, one);
  }
  return [...periods.values()].slice(0, count);
}

/** What came of looking at all backups. */
export interface Pruning<Backup> {
  readonly remove: readonly Backup[];
  /** Why nothing is removed, where something would have been. */
  readonly held?: string;
}

/**
 * Which backups may go, now that the newest has been verified. The newest is always kept, and nothing goes when it has
 * shrunk to less than half of the one before.
 */
export function prunable<Backup extends Kept>(backups: readonly Backup[], keep: Retention): Pruning<Backup> {
  const sorted = backups.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const kept = new Set<Kept>([
    ...sorted.slice(0, LEAST),
    ...newestOfEach(sorted, day, keep.daily),
    ...newestOfEach(sorted, week, keep.weekly),
    ...newestOfEach(sorted, month, keep.monthly),
  ]);
  const remove = sorted.filter(one => !kept.has(one));
  const [newest, before] = sorted;
  if (remove.length > 0 && newest && before && newest.bytes < before.bytes * SHRUNK) {
    const percent = Math.round((1 - newest.bytes / before.bytes) * 100);
    const held = `nothing was removed: this backup is ${percent} % smaller than the one before. See whether data is missing`;
    return { remove: [], held };
  }
  return { remove };
}
