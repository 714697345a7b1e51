import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Problem } from '../model/problem.ts';
import { type BackupJob, noteBackupRun } from '../monitor/backup-runs.ts';

/** Notes what came of a backup or a drill, for the monitor and for `failsafe status`. One that was stopped is none. */
export function noteRunOf(job: BackupJob) {
  let root: string | undefined;
  return {
    /** Called once it is known where to note it. */
    begin(loaded: LoadedConfig) {
      root = loaded.root;
    },
    async over(startedAt: number, problems: readonly Problem[]) {
      const [first] = problems;
      if (root === undefined || first?.code === 'STOPPED') return;
      const problem = first && { code: first.code, message: first.message, causes: first.causes };
      // What is noted keeps nobody from what was made
      await noteBackupRun(root, job, { startedAt, problem }).catch(() => undefined);
    },
  };
}
