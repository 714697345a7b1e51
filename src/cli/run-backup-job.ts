import type { LoadedConfig } from '../config/loaded-config.ts';
import type { RunBackupJob } from '../monitor/backup-schedule.ts';

const WORDS = { backup: ['backup'], drill: ['backup', 'verify', '--drill'] };
const LAST_LINES = 4;
/** What is half done is cleaned up first. */
const END_MS = 60_000;

/** Runs `failsafe backup`, or a drill, as a person would. */
export async function runBackupJob(
  job: Parameters<RunBackupJob>[0],
  { file, runtime }: LoadedConfig,
  signal: AbortSignal,
) {
  const { execa } = await import('execa');
  const words = [...WORDS[job], '--config', file, '--runtime', runtime];
  const { exitCode, stderr, shortMessage } = await execa(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', ...words],
    { reject: false, stdin: 'ignore', cancelSignal: signal, forceKillAfterDelay: END_MS },
  );
  const lines = (stderr || shortMessage || '').trim().split('\n');
  return {
    exitCode: exitCode ?? 2,
    said: lines
      .map(line => line.trim())
      .slice(-LAST_LINES)
      .join(' '),
  };
}
