import { formatSize } from '../../config/units.ts';
import type { ServiceState } from '../../model/stack.ts';
import type { CodePage } from '../check.ts';

/** The pages of what an exit code can mean. */
export const exitPages = {
  EXIT_OOM: {
    title: 'Ended when memory ran out',
    cause:
      'The service needed more memory than its limit, and the kernel killed it, or a process without which it could not go on.',
    fix: 'Raise its memory limit, or find what grows: fewer workers, smaller caches, a leak.',
  },
  EXIT_KILLED: {
    title: 'Killed with SIGKILL',
    cause:
      'Somebody killed it, it ignored SIGTERM when it was stopped, or memory ran out: that of the host, or, where it has a limit, its own. The engine may hear of the end before it hears of the reason.',
    fix: 'Start it; if it happens again look at `dmesg` for "out of memory", and make it end on SIGTERM.',
  },
  EXIT_CRASHED: {
    title: 'Crashed',
    cause: 'The process hit a fault of its own: a segmentation fault (139) or an abort (134).',
    fix: 'Read its log; look for a native library that does not fit the platform of the image.',
  },
  EXIT_STOPPED: {
    title: 'Stopped',
    cause: 'It was told to end (SIGTERM or SIGINT): somebody stopped it, or the engine was restarted.',
    fix: 'Start it, and give it a restart policy if it should come back by itself.',
  },
  EXIT_BAD_COMMAND: {
    title: 'The command cannot be run',
    cause:
      'The command, its file or an interpreter is missing in the image (127), is not executable (126), or the engine refused it (125).',
    fix: 'Correct `command` or `entrypoint`; check the path, the executable bit, line endings and mounted files.',
  },
  EXIT_CLEAN: {
    title: 'Ended without an error',
    cause:
      'Somebody stopped it, or its main process finished by itself: it went to the background, or had nothing to do.',
    fix: 'Start it. If it ends by itself, keep the main process in the foreground; name a one-shot under `stack.oneShots`.',
  },
  EXIT_ERROR: {
    title: 'Ended with an error',
    cause: 'The process gave up: a configuration it could not use, a service it could not reach, a bug.',
    fix: 'Read the end of its log: it says why.',
  },
} satisfies Record<string, CodePage>;

/** A code of {@link exitPages}. */
export type ExitCode = keyof typeof exitPages;

const KILLED = 137;

const SIGNALS: Readonly<Record<number, string>> = {
  2: 'SIGINT',
  6: 'SIGABRT',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
};

/** What an exit code is called: `137 (SIGKILL)`. */
export function exitWords(exitCode: number | undefined): string {
  if (exitCode === undefined) return 'no exit code';
  const signal = SIGNALS[exitCode - 128];
  return `exit code ${exitCode}${signal === undefined ? '' : ` (${signal})`}`;
}

/** Killed, and nobody says by whom, where the kernel kills as well. */
export const mayLackMemory = ({ exitCode, oomKilled, memoryLimitBytes }: ServiceState): boolean =>
  exitCode === KILLED && !oomKilled && memoryLimitBytes !== undefined;

/** How a service has ended: its exit code, and what is known of its memory. */
export function endWords(state: ServiceState): string {
  const words = exitWords(state.exitCode);
  if (state.oomKilled) return `${words}, after a process of it was killed for want of memory`;
  return mayLackMemory(state)
    ? `${words}: killed from outside, or out of memory at its limit of ${formatSize(state.memoryLimitBytes ?? 0)}, of which the engine may not have heard`
    : words;
}

/** It ended as it was told to, whatever happened to a process of it before. */
const IN_ORDER = [0, 130, 143];

/** What an exit code means. `oomKilled`: a process of that life, not always the main one, was killed for want of memory. */
export function explainExit(exitCode: number | undefined, oomKilled: boolean): ExitCode {
  if (oomKilled && !IN_ORDER.includes(exitCode ?? 1)) return 'EXIT_OOM';
  switch (exitCode) {
    case 0:
      return 'EXIT_CLEAN';
    case 125:
    case 126:
    case 127:
      return 'EXIT_BAD_COMMAND';
    case 130:
    case 143:
      return 'EXIT_STOPPED';
    case 134:
    case 139:
      return 'EXIT_CRASHED';
    case KILLED:
      return 'EXIT_KILLED';
    default:
      return 'EXIT_ERROR';
  }
}
