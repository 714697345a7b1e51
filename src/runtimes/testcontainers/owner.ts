import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process that started a run, told from all others: also from one that got its number later. */
export interface Owner {
  readonly host: string;
  /** Which boot of the machine; empty where the system does not say. */
  readonly boot: string;
  /** Which space of process numbers: a container counts its own. */
  readonly space: string;
  readonly pid: number;
  /** When it started, in ticks since boot; empty where the system does not say. */
  readonly started: string;
}

function reading(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return '';
  }
}

/** Field 22 of /proc/PID/stat; the name before it may hold blanks. */
const startOf = (pid: number): string =>
  reading(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '');

/** This process as an owner. */
export function thisProcess(): Owner {
  return {
    host: hostname(),
    boot: reading(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    space: reading(() => readlinkSync('/proc/self/ns/pid')),
    pid: process.pid,
    started: startOf(process.pid),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Certainly no longer there. Of a process on another machine, or in another container, nobody here can say. */
export function isGone(owner: Owner): boolean {
  const here = thisProcess();
  if (owner.host !== here.host) return false;
  if (owner.boot !== here.boot) return owner.boot !== '' && here.boot !== '' && owner.space === here.space;
  if (owner.space !== here.space) return false;
  return !isAlive(owner.pid) || startOf(owner.pid) !== owner.started;
}

/** The text of a label, and back. */
export const formatOwner = (owner: Owner): string => JSON.stringify(owner);

/** Undefined when somebody else wrote it. */
export function parseOwner(text: string): Owner | undefined {
  try {
    const { host, boot, space, pid, started } = JSON.parse(text) as Partial<Owner>;
    if (typeof pid !== 'number' || !host) return undefined;
    return { host, boot: boot ?? '', space: space ?? '', pid, started: started ?? '' };
  } catch {
    return undefined;
  }
}
