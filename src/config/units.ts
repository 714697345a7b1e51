const DURATIONS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZES: Record<string, number> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

function parse(text: string, units: Record<string, number>): number {
  const [, amount = '0', unit = ''] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  return Math.round(Number(amount) * (units[unit] ?? 1));
}

/** `1.5s` → 1500 (milliseconds). The schema has checked the form; `0` needs no unit. */
export const parseDuration = (text: string): number => parse(text, DURATIONS);

/** `2KiB` → 2048 (bytes). */
export const parseSize = (text: string): number => parse(text, SIZES);

/** `80%` → 80. */
export const parsePercent = (text: string): number => Number(text.slice(0, -1));

/** 1500 → `1.5 s`, 12 → `12 ms`, 90000 → `1 min 30 s`; for people. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${Number((milliseconds / 1000).toFixed(1))} s`;
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = Math.round((milliseconds % 60_000) / 1000);
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}

/** 2048 → `2 KiB`; for people. */
export function formatSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} ${units[unit]}`;
}
