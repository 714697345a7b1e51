import { describe, expect, test } from 'vitest';
import { type Kept, prunable, RETENTION } from './retention.ts';

const HOUR_MS = 3_600_000;
const NEWEST = Date.parse('2026-11-24T12:00:00Z');

const backup = (hoursAgo: number, bytes = 1000): Kept => ({
  id: `${hoursAgo}`,
  createdAt: new Date(NEWEST - hoursAgo * HOUR_MS).toISOString(),
  bytes,
});
const every = (hours: number, count: number) =>
  Array.from({ length: count }, (_, index) => backup(index * hours));
const kept = (backups: readonly Kept[], keep = RETENTION) => {
  const { remove } = prunable(backups, keep);
  return backups.filter(one => !remove.includes(one)).map(({ id }) => Number(id));
};

describe('retention', () => {
  test('of one a day for a year stay 7 days, 4 weeks and 6 months, the newest of each', () => {
    const days = kept(every(24, 365)).map(hours => hours / 24);
    // 24 November 2026 is a Tuesday: the weeks before end 2, 9 and 16 days ago, the months 24, 55, 85, 116 and 147 days ago
    expect(days).toEqual([0, 1, 2, 3, 4, 5, 6, 9, 16, 24, 55, 85, 116, 147]);
  });

  test('of many in one day stays the newest, and never fewer than three', () => {
    expect(kept(every(1, 10))).toEqual([0, 1, 2]);
    expect(kept(every(1, 10), { daily: 0, weekly: 0, monthly: 0 })).toEqual([0, 1, 2]);
    expect(kept(every(1, 2))).toEqual([0, 1]);
  });

  test('nothing goes when the newest has shrunk to less than half', () => {
    const backups = [backup(0, 499), ...every(1, 10).slice(1)];
    const { remove, held } = prunable(backups, RETENTION);
    expect(remove).toEqual([]);
    expect(held).toContain('50 % smaller');
    expect(prunable([backup(0, 500), ...backups.slice(1)], RETENTION).remove).toHaveLength(7);
  });

  test('the order in which they are given does not matter', () => {
    const backups = every(24, 100);
    expect(kept(backups.toReversed()).toSorted((a, b) => a - b)).toEqual(kept(backups));
  });
});
