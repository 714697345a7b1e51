import { statfs } from 'node:fs/promises';
import { ProbeError } from '../../model/probe-error.ts';
import type { DiskRoom } from '../../model/stack.ts';
import { ask, type Engine } from './engine.ts';
import { exec } from './exec.ts';

/** `df -P -k`: one line a file system, in blocks of 1024 bytes. */
export function readDf(output: string): Pick<DiskRoom, 'totalBytes' | 'freeBytes'> | undefined {
  const [, total, available] = /\s(\d+)\s+\d+\s+(\d+)\s+\d+%\s/.exec(output) ?? [];
  if (total === undefined || available === undefined) return undefined;
  return { totalBytes: Number(total) * 1024, freeBytes: Number(available) * 1024 };
}

async function onThisMachine(path: string): Promise<DiskRoom | undefined> {
  try {
    const { bsize, blocks, bavail } = await statfs(path);
    return { path, totalBytes: blocks * bsize, freeBytes: bavail * bsize };
  } catch {
    return undefined;
  }
}

/**
 * Room on the disk that holds the engine's images and volumes. On an engine elsewhere (or in the virtual machine of
 * Docker Desktop) one of the running containers is asked: its root stands on that disk.
 */
export async function diskRoom(
  engine: Engine,
  running: () => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<DiskRoom> {
  const info = (await ask(engine, signal, docker => docker.info())) as { DockerRootDir: string };
  const path = info.DockerRootDir;
  const here = engine.local ? await onThisMachine(path) : undefined;
  if (here !== undefined) return here;
  for (const id of await running()) {
    const df = await exec(engine, id, ['df', '-P', '-k', '/'], signal);
    const room = df && readDf(df.output);
    if (room) return { path, ...room };
  }
  throw new ProbeError(
    'observer',
    'DISK_UNKNOWN',
    `${path} of the Docker engine is not on this machine, and no running container has df to ask`,
  );
}
