import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine, at this moment. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** `R`, `S`, `T` (stopped), `Z` (a zombie) … */
  readonly state: string;
  /** Tells the process from a later one with the same pid; compare only with itself. */
  readonly startTime: string;
  /** Processor time used so far. */
  readonly cpuMs: number;
  /** Memory in RAM. Reads on Linux, so ask only where it is wanted. */
  residentBytes(): number;
}

/** Linux counts processor time in hundredths of a second on every architecture that Node runs on. */
const MS_PER_TICK = 10;

function fromProc(pid: number): ProcessEntry | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    state: fields[0] ?? 'Z',
    parent: Number(fields[1]),
    group: Number(fields[2]),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK,
    startTime: fields[19] ?? '',
    residentBytes: () => residentFromProc(pid),
  };
}

function residentFromProc(pid: number): number {
  try {
    const [, kibibytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes) * 1024;
  } catch {
    return 0;
  }
}

const processesFromProc = (): ProcessEntry[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => fromProc(Number(name)))
    .filter(entry => entry !== undefined);

const PS_LINE =
  /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S)\S*\s+(\d+)\s+(?:(\d+)-)?(?:(\d+):)?(\d+):([\d.]+)\s+(.+?)\s*$/;

function fromPsLine(line: string): ProcessEntry[] {
  const match = PS_LINE.exec(line);
  if (match === null) return [];
  const [pid = 0, parent = 0, group = 0, , kibibytes = 0, days = 0, hours = 0, minutes = 0, seconds = 0] =
    match.slice(1, 10).map(text => Number(text ?? 0));
  const cpuMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  const state = match[4] ?? 'Z';
  const startTime = match[10] ?? '';
  return [{ pid, parent, group, state, startTime, cpuMs, residentBytes: () => kibibytes * 1024 }];
}

/** All processes as `ps` of macOS, BSD and Linux tells them, or one of them. */
export function processesFromPs(pid?: number): ProcessEntry[] {
  const columns = 'pid=,ppid=,pgid=,stat=,rss=,time=,lstart=';
  const which = pid === undefined ? ['-A'] : ['-p', String(pid)];
  try {
    const output = execFileSync('ps', [...which, '-o', columns], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.split('\n').flatMap(fromPsLine);
  } catch {
    return [];
  }
}

const HAS_PROC = process.platform === 'linux';

/** Every process that this user can see. */
export const listProcesses = (): ProcessEntry[] => (HAS_PROC ? processesFromProc() : processesFromPs());

/** One process; undefined when there is none. Zombies, which have ended, are none. */
export function findProcess(pid: number): ProcessEntry | undefined {
  const entry = HAS_PROC ? fromProc(pid) : processesFromPs(pid)[0];
  return entry === undefined || hasEnded(entry) ? undefined : entry;
}

/** Ended, and only waits for its parent to ask for the exit code. */
export const hasEnded = (entry: ProcessEntry): boolean => entry.state === 'Z' || entry.state === 'X';
