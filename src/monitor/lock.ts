import { randomBytes } from 'node:crypto';
import {
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { ProblemError } from '../model/problem.ts';
import { thisMachine } from '../runtimes/processes/machine.ts';
import { identityOf, isRunning, type ProcessIdentity } from '../runtimes/processes/process-tree.ts';

/** Who monitors a project. A pid means something only on its machine, which includes the boot. */
export interface Holder extends ProcessIdentity {
  readonly machine: string;
  /** ISO 8601. */
  readonly since: string;
  /** The name of the file that it follows, of which a folder may hold several. Monitors of earlier versions say none. */
  readonly file?: string;
}

/**
 * Refuses to speak for a file whose folder has a monitor that follows another one: what that knows is of another deployment.
 *
 * @throws ProblemError MONITOR_OF_ANOTHER_FILE
 */
export function refuseOtherFile(holder: Holder | undefined, file: string): void {
  const other = otherFileOf(holder, file);
  if (other === undefined) return;
  throw new ProblemError([
    {
      code: 'MONITOR_OF_ANOTHER_FILE',
      message: `the monitor of this folder, process ${holder?.pid}, follows ${other}, not ${basename(file)}`,
      fix: `Ask it with \`--config ${other}\`; to monitor both, give each file a folder of its own.`,
    },
  ]);
}

/** The file that a monitor follows, where that is not this one. */
export const otherFileOf = (holder: Holder | undefined, file: string): string | undefined =>
  holder?.file === undefined || holder.file === basename(file) ? undefined : holder.file;

/** The holder touches its lock this often. */
const BEAT_MS = 10_000;
/** A holder elsewhere, of which nothing else can be known, is taken for dead when its lock was not touched for so long. */
const SILENT_MS = 60_000;

const fileOf = (folder: string) => join(folder, 'lock.json');

/** The holder of the lock, dead or alive. */
export function readHolder(folder: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(folder), 'utf8'));
  } catch {
    return undefined;
  }
}

function isSilent(folder: string): boolean {
  const touched = statSync(fileOf(folder), { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && Date.now() - touched > SILENT_MS;
}

/**
 * Dead beyond doubt: its process is gone, or the boot that it lived in. Of one on another machine, or in a container, which
 * gets another namespace of pids at each start, it shows in its silence.
 */
function isDead(folder: string, holder: Holder): boolean {
  const here = thisMachine();
  if (holder.machine === here) return !isRunning(holder);
  const [boot, namespace] = holder.machine.split(' ');
  const [thisBoot, thisNamespace] = here.split(' ');
  const isEarlierBoot = namespace !== undefined && namespace === thisNamespace && boot !== thisBoot;
  return isEarlierBoot || isSilent(folder);
}

/** Whether this process still holds the lock: its folder may be gone, or somebody may have given the lock to another. */
export function isHeldHere(folder: string): boolean {
  const holder = readHolder(folder);
  if (holder === undefined) return existsSync(fileOf(folder));
  return holder.pid === process.pid && holder.machine === thisMachine();
}

function beat(folder: string): void {
  try {
    const now = new Date();
    if (isHeldHere(folder)) utimesSync(fileOf(folder), now, now);
  } catch {
    // It is gone, or the disk takes nothing: the next beat may do it.
  }
}

/** The monitor that runs; undefined when none does. */
export function runningMonitor(folder: string): Holder | undefined {
  const holder = readHolder(folder);
  return holder === undefined || isDead(folder, holder) ? undefined : holder;
}

const refuse = ({ pid, since, machine }: Holder): never => {
  const elsewhere = machine === thisMachine() ? '' : ' on another machine, or in another container';
  throw new ProblemError([
    {
      code: 'MONITOR_RUNNING',
      message: `a monitor of this project runs already: process ${pid}${elsewhere}, since ${since}`,
      fix: `\`failsafe monitor stop\` ends it, \`failsafe monitor status\` asks it.${elsewhere === '' ? '' : ' If it is gone for good, another may begin when it has been silent for a minute.'}`,
    },
  ]);
};

/**
 * Takes away the lock of a dead holder. Somebody else may have done so, and have taken the lock since: then what was
 * taken away is put back.
 */
function bury(folder: string, dead: Holder): void {
  const grave = `${fileOf(folder)}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(fileOf(folder), grave);
    const buried: Holder = JSON.parse(readFileSync(grave, 'utf8'));
    if (buried.pid !== dead.pid || buried.startTime !== dead.startTime) linkSync(grave, fileOf(folder));
  } catch {
    // It was gone already, or somebody holds the lock by now.
  } finally {
    rmSync(grave, { force: true });
  }
}

/**
 * Becomes the one monitor of a project; the lock is stolen only from who is provably dead.
 *
 * @param file what it follows
 * @returns what gives the lock back
 * @throws ProblemError MONITOR_RUNNING, MONITOR_OF_ANOTHER_FILE
 */
export function takeLock(folder: string, file: string): () => void {
  const identity = identityOf(process.pid) ?? { pid: process.pid, startTime: '' };
  const own: Holder = {
    ...identity,
    machine: thisMachine(),
    since: new Date().toISOString(),
    file: basename(file),
  };
  const draft = `${fileOf(folder)}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    for (;;) {
      try {
        // Unlike a rename, a link refuses where there is a file.
        linkSync(draft, fileOf(folder));
        const beating = setInterval(() => beat(folder), BEAT_MS).unref();
        return () => {
          clearInterval(beating);
          if (readHolder(folder)?.startTime === own.startTime) rmSync(fileOf(folder), { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readHolder(folder);
      if (holder === undefined) rmSync(fileOf(folder), { force: true });
      else if (isDead(folder, holder)) bury(folder, holder);
      else {
        refuseOtherFile(holder, file);
        return refuse(holder);
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
}
