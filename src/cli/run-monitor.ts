import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { ProblemError } from '../model/problem.ts';
import { runMonitor } from '../monitor/monitor.ts';
import { noRollbacks, type Rollbacks } from '../monitor/way-back.ts';
import { operationAtWork } from '../operations/lock.ts';
import { cancelOnSignal } from './cancel-on-signal.ts';
import type { MonitorCommandOptions } from './monitor.ts';
import { problemsOf } from './problems-of.ts';
import { createProgress } from './progress.ts';
import { runBackupJob } from './run-backup-job.ts';

/** Operations that stop and start services: those that only save or remove what nobody uses are not among them. */
const CHANGING = new Set([
  'setup',
  'pipeline',
  'deploy',
  'rollback',
  'restart',
  'restore',
  'reset',
  'db reset',
]);

/** Loaded at the start, not when they are needed: a deploy may have replaced the package by then. */
async function rollbacksOf({ runtime }: LoadedConfig): Promise<Rollbacks> {
  return runtime === 'compose' ? (await import('./monitor-rollbacks.ts')).monitorRollbacks : noRollbacks;
}

/** Monitors in the foreground until a signal: live on a terminal, in plain lines elsewhere. */
export async function monitorDeployment({
  config,
  runtime,
  dryRun = false,
}: MonitorCommandOptions): Promise<number> {
  const load = () => loadConfig({ file: config, runtime });
  const loaded = await load();
  const cancel = cancelOnSignal();
  const view = createProgress(process.stdout);
  const { columns } = process.stdout;
  try {
    await runMonitor({
      loaded,
      reload: load,
      isBeingChanged: () => CHANGING.has(operationAtWork(loaded.root) ?? ''),
      rollbacks: await rollbacksOf(loaded),
      runBackup: (job, signal) => runBackupJob(job, loaded, signal),
      dryRun,
      signal: cancel.signal,
      view: {
        line: message => view.line(`${new Date().toTimeString().slice(0, 8)} ${message}`),
        status: message => view.status(columns === undefined ? message : message.slice(0, columns - 1)),
      },
    });
    return 0;
  } catch (error) {
    const problems = problemsOf(error, cancel.signal);
    if (problems.length > 0) throw new ProblemError(problems);
    return cancel.exitCode ?? 2;
  } finally {
    view.clear();
    cancel.release();
  }
}
