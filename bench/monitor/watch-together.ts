import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sample } from '../harness/benchmark.ts';
import { treeCpuMs } from '../harness/process-tree.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { median } from '../harness/statistics.ts';
import { treeMemory } from '../harness/tree-memory.ts';
import { WATCHERS } from './contestants.ts';

/** How long all are watched. */
export interface Course {
  /** Numbers of checks: each contestant once with each. */
  readonly sizes: readonly number[];
  /** Before anything counts, from when all have looked twice at everything. */
  readonly warmUpMs: number;
  readonly watchedMs: number;
}

const SECOND = 1000;
/** Memory at the begin and at the end is the median of so many looks, one a second: collectors of garbage let it go up and down. */
const MEMORY_LOOKS = 60;
/** Of fewer nobody can say what grows. */
const LEAST_LOOKS = 60;
const TO_LISTEN_MS = SECOND;
const TO_START_MS = 120 * SECOND;

interface Running {
  readonly name: string;
  readonly checks: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

function start(command: readonly [string, ...string[]], cwd: string): ChildProcess {
  const [program, ...args] = command;
  return spawn(program, args, { cwd, stdio: 'ignore' });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

async function startAll(
  folder: string,
  sizes: readonly number[],
  ports: readonly number[],
): Promise<Running[]> {
  const running: Running[] = [];
  for (const checks of sizes) {
    for (const { name, command, driver } of WATCHERS) {
      const port = ports[running.length] ?? 0;
      const watch = { folder: join(folder, `${name}-${checks}`.replaceAll(' ', '-')), port, checks };
      const line = command(watch);
      if (line === undefined) continue;
      const children = [start(line, folder)];
      if (driver) {
        await sleep(TO_LISTEN_MS);
        children.push(start(driver(watch), folder));
      }
      const stop = async () => void (await Promise.all(children.map(end)));
      running.push({ name: `${name}, ${checks} checks`, checks, pid: children[0]?.pid ?? 0, stop });
    }
  }
  return running;
}

/** A busy machine takes long to start them. */
async function untilAllLook(counts: () => Promise<number[]>, all: readonly Running[]): Promise<void> {
  for (let waitedMs = 0; waitedMs < TO_START_MS; waitedMs += SECOND) {
    const looks = await counts();
    if (all.every(({ checks }, index) => (looks[index] ?? 0) >= 2 * checks)) return;
    await sleep(SECOND);
  }
  throw new Error(`not all have looked twice after ${TO_START_MS / SECOND} s`);
}

/** Runs all contestants at the same time, each with a port of its own to look at, and measures them from outside. */
export async function watchTogether({ sizes, warmUpMs, watchedMs }: Course): Promise<Record<string, Sample>> {
  using folder = scratchFolder();
  const server = fork(join(import.meta.dirname, 'counting-server.ts'), [
    String(sizes.length * WATCHERS.length),
  ]);
  const [ports] = (await once(server, 'message')) as [number[]];
  const counts = async (): Promise<number[]> => {
    server.send('counts');
    return ((await once(server, 'message')) as [number[]])[0];
  };
  const all = await startAll(folder.path, sizes, ports);
  const memory = all.map((): number[] => []);
  const look = setInterval(() => {
    for (const [index, { pid }] of all.entries()) memory[index]?.push(treeMemory(pid));
  }, SECOND);
  try {
    await untilAllLook(counts, all);
    await sleep(warmUpMs);
    const before = { looks: await counts(), cpu: all.map(({ pid }) => treeCpuMs(pid)) };
    for (const series of memory) series.length = 0;
    await sleep(watchedMs);
    const looks = await counts();
    const samples = all.map(({ name, pid }, index): [string, Sample] => {
      const made = (looks[index] ?? 0) - (before.looks[index] ?? 0);
      if (made === 0) throw new Error(`${name} has looked at nothing`);
      const cpuMs = treeCpuMs(pid) - (before.cpu[index] ?? 0);
      const bytes = memory[index] ?? [];
      const part = Math.min(MEMORY_LOOKS, Math.ceil(bytes.length / 3));
      const last = median(bytes.slice(-part));
      const growth = bytes.length < LEAST_LOOKS ? {} : { growthBytes: last - median(bytes.slice(0, part)) };
      return [name, { cpuMsPerThousand: (cpuMs / made) * 1000, rssBytes: last, ...growth }];
    });
    return Object.fromEntries(samples);
  } finally {
    clearInterval(look);
    await Promise.all(all.map(({ stop }) => stop()));
    server.disconnect();
  }
}
