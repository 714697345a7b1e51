import { formatDuration } from '../config/units.ts';
import { readBackupRuns } from '../monitor/backup-runs.ts';

/** What came of the last drill, for people. */
export function drillLine(root: string): string {
  const { drill } = readBackupRuns(root);
  if (drill === undefined || drill.only !== undefined)
    return 'No backup was ever restored on trial: failsafe backup verify --drill';
  const ago = formatDuration(Math.max(0, Date.now() - drill.startedAt));
  return drill.problem === undefined
    ? `The last drill, ${ago} ago, restored a backup and compared it.`
    : `The last drill, ${ago} ago, FAILED: ${drill.problem.message}`;
}
