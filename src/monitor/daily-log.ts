import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ignoreInGit } from '../config/own-folder.ts';
import { compressLogs } from './compress-logs.ts';
import { DEFAULT_LOG_RULES, type LogRules } from './log-rules.ts';
import { dailyFiles, fileOf, makeRoom } from './tidy-logs.ts';

const DAY_MS = 86_400_000;

/** Where people look for logs: `logs` beside failsafe.yaml. */
export const logsFolder = (root: string): string => join(root, 'logs');

const pad = (number: number) => String(number).padStart(2, '0');

/** `20270131`, of the day that it is here. */
export const localDay = (at: Date): string =>
  `${at.getFullYear()}${pad(at.getMonth() + 1)}${pad(at.getDate())}`;

/** `2027-01-31T18:00:00.000+01:00`: as the clock on the wall shows it, and unambiguous. */
export function localTime(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const shifted = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1);
  return `${shifted}${offset < 0 ? '-' : '+'}${pad(hours)}:${pad(minutes)}`;
}

/** Yesterday's stays as it is: people look at it most, and a clock may be set back over midnight. */
function toCompress(folder: string, name: string, now: Date): string[] {
  const yesterday = fileOf(folder, name, localDay(new Date(now.getTime() - DAY_MS)), '.0');
  return dailyFiles(folder, name).filter(file => file.endsWith('.log') && file < yesterday);
}

/** What is known of a line besides its words. */
export interface LogFields {
  readonly subject?: string;
  readonly [name: string]: unknown;
}

/** How a log is opened. */
export interface LogOptions {
  /** Asked at each line, so that a changed failsafe.yaml is followed. Default: {@link DEFAULT_LOG_RULES}. */
  readonly rules?: () => LogRules;
  readonly clock?: () => Date;
}

function lineOf(format: LogRules['format'], now: Date, message: string, more: LogFields): string {
  if (format === 'json') return JSON.stringify({ time: localTime(now), message, ...more });
  return `${localTime(now)} ${more.subject === undefined ? '' : `${more.subject}: `}${message}`;
}

/** A log with a file for each day, by the clock on the wall. */
export interface DailyLog {
  /**
   * Adds a line. A disk that is full loses the line, and nothing else.
   *
   * @param more what a line of JSON has besides the time and the message; a `subject` stands before a line for people
   */
  write(message: string, more?: LogFields): void;
  /** Resolves when nothing is being compressed. */
  settled(): Promise<void>;
}

/**
 * Opens `<name>-YYYYMMDD.log`. The file follows from the time of each line, so there is no rotation in which one could
 * be lost: not at midnight, not when the clocks change, not in a restart.
 */
export function openDailyLog(
  folder: string,
  name: string,
  { rules = () => DEFAULT_LOG_RULES, clock = () => new Date() }: LogOptions = {},
): DailyLog {
  let day = '';
  let compressing = Promise.resolve();
  let room = 0;
  let most = 0;
  function begin(today: string, now: Date): void {
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true });
      ignoreInGit(folder);
    }
    const earlier = toCompress(folder, name, now);
    compressing = compressing.then(() => compressLogs(earlier));
    day = today;
    room = 0;
  }
  function keepLimit(now: Date, bytes: number): void {
    const limits = rules();
    if (bytes > room || most !== limits.mostBytes) {
      const oldest = localDay(new Date(now.getTime() - limits.keepMs));
      room = makeRoom(folder, name, { today: day, oldest }, limits, bytes);
      most = limits.mostBytes;
    }
    room -= bytes;
  }
  return {
    write(message, more = {}) {
      const now = clock();
      const today = localDay(now);
      try {
        if (today !== day) begin(today, now);
        const line = `${lineOf(rules().format, now, message, more)}\n`;
        keepLimit(now, Buffer.byteLength(line));
        appendFileSync(fileOf(folder, name, today), line);
      } catch {
        // See above.
      }
    },
    settled: () => compressing,
  };
}
