import { readProc, treeOf } from './process-tree.ts';

const KIBIBYTE = 1024;
const EVERY_MS = 20;

function residentBytes(pid: string): { now: number; most: number } {
  const status = readProc(`/proc/${pid}/status`);
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) * KIBIBYTE;
  return { now: field('VmRSS'), most: field('VmHWM') };
}

/** The resident memory of a process tree, now. */
export const treeMemory = (pid: number): number =>
  treeOf(String(pid)).reduce((sum, one) => sum + residentBytes(one).now, 0);

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
