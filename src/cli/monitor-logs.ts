import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ProblemError } from '../model/problem.ts';
import { logsFolder } from '../monitor/daily-log.ts';
import { dailyFiles } from '../monitor/tidy-logs.ts';
import { cancelOnSignal } from './cancel-on-signal.ts';
import type { MonitorPlace } from './monitor.ts';
import { placeOf } from './monitor-place.ts';

const POLL_MS = 250;

const unzip = promisify(gunzip);

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file);
  return (file.endsWith('.gz') ? await unzip(bytes) : bytes).toString('utf8');
}

async function lastLines(files: readonly string[], wanted: number): Promise<string[]> {
  let lines: string[] = [];
  for (const file of files.toReversed()) {
    if (lines.length >= wanted) break;
    const text = await textOf(file);
    lines = [...text.split('\n').filter(line => line !== ''), ...lines];
  }
  return lines.slice(-wanted);
}

async function print(file: string, from: number, to: number): Promise<void> {
  for await (const chunk of createReadStream(file, { start: from, end: to - 1 })) process.stdout.write(chunk);
}

/** What may be added to, which no compressed one is; known by its inode, as it may get another name. */
const growing = (folder: string) =>
  dailyFiles(folder, 'monitor')
    .filter(file => file.endsWith('.log'))
    .flatMap(file => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found === undefined ? [] : [{ file, id: found.ino, size: found.size }];
    });

/** Prints what is added, into the next day as well. */
async function follow(folder: string, signal: AbortSignal): Promise<void> {
  const sizes = (files: ReturnType<typeof growing>) => new Map(files.map(({ id, size }) => [id, size]));
  let read = sizes(growing(folder));
  while (!signal.aborted) {
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    const now = growing(folder);
    for (const { file, id, size } of now) {
      const before = read.get(id) ?? 0;
      if (size > before) await print(file, before, size);
    }
    read = sizes(now);
  }
}

/** Prints the last lines of the log of the monitor, and with `follow` those that are added. */
export async function monitorLogs(
  options: MonitorPlace & { follow?: boolean; lines: string },
): Promise<number> {
  const { root } = await placeOf(options);
  const folder = logsFolder(root);
  const files = dailyFiles(folder, 'monitor');
  if (files.length === 0 && !options.follow) {
    const fix = 'Start one with `failsafe monitor --detach`.';
    throw new ProblemError([
      { code: 'NO_MONITOR_LOG', message: `no monitor has written to ${folder} yet`, fix },
    ]);
  }
  const wanted = Number.parseInt(options.lines, 10) || 100;
  for (const line of await lastLines(files, wanted)) process.stdout.write(`${line}\n`);
  if (!options.follow) return 0;
  const cancel = cancelOnSignal();
  await follow(folder, cancel.signal);
  cancel.release();
  return 0;
}
