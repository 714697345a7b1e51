import type { Problem } from '../model/problem.ts';

const FIXES: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room on the disk that holds it (`df -h`, `docker system df`), then run it again.',
  EDQUOT: 'Make room within your quota (`quota -s`), then run it again.',
  EROFS: 'Mount it for writing, or take another folder.',
  EACCES: 'Give this user the right to it (`ls -ld`), or run as the one who has it.',
  EPERM: 'Give this user the right to it (`ls -ld`), or run as the one who has it.',
  EIO: 'Look after that disk (`dmesg`): it gives errors.',
};

/** A file or folder that the system did not let us have, as a problem; undefined when `error` says nothing of the kind. */
export function diskProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined;
  const { code = '', path, message } = error as NodeJS.ErrnoException;
  const fix = FIXES[code];
  if (fix === undefined) return undefined;
  const what = path === undefined ? 'a file of failsafe' : path;
  return { code: 'DISK_REFUSED', message: `${what} could not be written or read`, causes: [message], fix };
}
