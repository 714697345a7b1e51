import { readFile } from 'node:fs/promises';
import type { OomKills } from '../../model/stack.ts';
import type { Engine } from './engine.ts';
import { exec } from './exec.ts';
import { inspectContainer } from './project-containers.ts';

/** Where a container finds the counter of its own group: in cgroup v2, in v1. Only one of them is there. */
const INSIDE = ['/sys/fs/cgroup/memory.events', '/sys/fs/cgroup/memory/memory.oom_control'];

function countIn(text: string | undefined): number | undefined {
  const [, count] = /^oom_kill (\d+)$/m.exec(text ?? '') ?? [];
  return count === undefined ? undefined : Number(count);
}

const textOf = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

/** Read on this machine, when the engine runs on it: it needs nothing of the container. */
export async function killsSeenFromHost(id: string, pid: number): Promise<number | undefined> {
  const groups = (await textOf(`/proc/${pid}/cgroup`))?.split('\n') ?? [];
  const [v1, v2] = [/^\d+:(?:\w+,)*memory(?:,\w+)*:(.*)$/, /^0::(.*)$/].map(
    line => groups.map(group => line.exec(group)?.[1]).find(path => path?.includes(id)), // else the pid is of another machine
  );
  const file = v1 === undefined ? v2 && `${v2}/memory.events` : `/memory${v1}/memory.oom_control`;
  return file === undefined ? undefined : countIn(await textOf(`/sys/fs/cgroup${file}`));
}

/** Read inside of the container, which needs a `cat`. */
export async function killsSeenInside(
  engine: Engine,
  id: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  return countIn((await exec(engine, id, ['cat', ...INSIDE], signal))?.output);
}

/**
 * What is known of processes of a running container that were killed for want of memory. The kernel counts them from the
 * start of the container on. The engine's own flag is no substitute: Docker 20.10 sets it only once the container ends,
 * and carries it into the next life; its `oom` events are among the last 256 of any kind, and gone soon.
 */
export async function oomKillsOf(
  engine: Engine,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<OomKills> {
  const each = await Promise.all(
    ids.map(async id => {
      const container = await inspectContainer(engine, id, signal);
      if (container === undefined) return { sinceStart: 0, flagged: false };
      const { Pid, OOMKilled } = container.State;
      const sinceStart = (await killsSeenFromHost(id, Pid)) ?? (await killsSeenInside(engine, id, signal));
      return { sinceStart, flagged: OOMKilled };
    }),
  );
  const known = each.flatMap(({ sinceStart }) => sinceStart ?? []);
  const sum = known.reduce((total, count) => total + count, 0);
  return {
    sinceStart: known.length < each.length && sum === 0 ? undefined : sum,
    flagged: each.some(({ flagged }) => flagged),
  };
}
