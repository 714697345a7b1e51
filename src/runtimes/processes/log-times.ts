import { appendFileSync, readFileSync } from 'node:fs';
import { readBytes, sizeOf } from './log-file.ts';

const LOOK_EVERY_MS = 500;
const CHUNK = 64 * 1024;

/** A log that services write themselves, and where the times of its lines are kept. */
export interface TimedLog {
  readonly log: string;
  /** Lines `time offset`: the log had grown to this size when it was looked at. */
  readonly times: string;
}

function note(times: string, size: number): void {
  try {
    appendFileSync(times, `${Date.now()} ${size}\n`, { mode: 0o600 });
  } catch {
    // A full disk must not end the services; lines without a time count as new
  }
}

/** Services write into their logs themselves, so the times of lines are those at which the logs were seen to have grown. */
export function keepTimes(logs: readonly TimedLog[]): { stop(): void } {
  const seen = new Map<string, number>();
  const look = () => {
    for (const { log, times } of logs) {
      const size = sizeOf(log);
      if (size === (seen.get(log) ?? 0)) continue;
      seen.set(log, size);
      note(times, size);
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

function marksIn(times: string): [time: number, offset: number][] {
  try {
    const lines = readFileSync(times, 'utf8').split('\n').slice(0, -1);
    return lines.map(line => line.split(' ').map(Number) as [number, number]);
  } catch {
    // Nothing was written so far
    return [];
  }
}

/** The start of the line in which this byte is: it was not finished when it was seen. */
function lineStart(log: string, offset: number): number {
  for (let end = offset; end > 0; end -= CHUNK) {
    const start = Math.max(0, end - CHUNK);
    const found = readBytes(log, start, end).lastIndexOf(10);
    if (found >= 0) return start + found + 1;
  }
  return 0;
}

/** Where in a log the lines begin that were written from this moment on, and at most a look earlier. */
export function offsetSince({ log, times }: TimedLog, moment: number): number {
  const before = marksIn(times).findLast(([time]) => time < moment);
  return before === undefined ? 0 : lineStart(log, before[1]);
}
