import { readdirSync, readFileSync } from 'node:fs';

const KIBIBYTE = 1024;
const EVERY_MS = 20;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}

function tasksOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** A process and all that descend from it. */
function treeOf(pid: string): string[] {
  const children = tasksOf(pid).flatMap(task =>
    read(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean),
  );
  return [pid, ...children.flatMap(treeOf)];
}

function residentBytes(pid: string): { now: number; most: number } {
  const status = read(`/proc/${pid}/status`);
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) * KIBIBYTE;
  return { now: field('VmRSS'), most: field('VmHWM') };
}

/** Watches the resident memory of a process tree from now on; says at the end what was the most of it at one time. */
export function watchMemory(pid: number): () => number {
  let most = 0;
  const look = () => {
    const tree = treeOf(String(pid)).map(residentBytes);
    const together = tree.reduce((sum, { now }) => sum + now, 0);
    most = Math.max(most, together, ...tree.map(one => one.most));
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    return most;
  };
}
