import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { ProblemError } from '../model/problem.ts';
import { runningMonitor } from '../monitor/lock.ts';
import { makeMonitorFolder, readState } from '../monitor/store.ts';
import type { MonitorCommandOptions } from './monitor.ts';

const POLL_MS = 100;
const PATIENCE_MS = 300_000;
/** The results of a cycle all live to its end: V8 would make room for the young of them, up to 100 MB for 1,000 checks. */
const NODE_FLAGS = ['--max-semi-space-size=8'];

function words({ config, runtime, dryRun }: MonitorCommandOptions): string[] {
  return [
    'monitor',
    ...(config === undefined ? [] : ['--config', config]),
    ...(runtime === undefined ? [] : ['--runtime', runtime]),
    ...(dryRun ? ['--dry-run'] : []),
  ];
}

/** A monitor that goes on, or what it said when it ended. */
export type Detached =
  | { readonly pid: number | undefined }
  | { readonly exitCode: number; readonly said: string };

/**
 * Starts a monitor that outlives this process, and waits for its first look.
 *
 * @throws ProblemError MONITOR_ENDED
 */
export async function startDetached(loaded: LoadedConfig, options: MonitorCommandOptions): Promise<Detached> {
  const folder = await makeMonitorFolder(loaded.root);
  const startedAt = Date.now();
  const output = join(folder, 'output.log');
  const handle = openSync(output, 'w', 0o600);
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, ...process.execArgv, process.argv[1] ?? '', ...words(options)],
    {
      detached: true,
      stdio: ['ignore', handle, handle],
    },
  );
  closeSync(handle);
  const ended = once(child, 'exit').then(([code]) => Number(code ?? 1));
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    const code = await Promise.race([ended, sleep(POLL_MS)]);
    if (typeof code === 'number') {
      return { exitCode: code === 0 ? 2 : code, said: readFileSync(output, 'utf8') };
    }
    const holds = runningMonitor(folder)?.pid === child.pid;
    const { seenAt = 0, blind } = readState(folder) ?? {};
    if (holds && (seenAt >= startedAt || blind !== undefined)) break;
  }
  if (child.exitCode !== null)
    throw new ProblemError([{ code: 'MONITOR_ENDED', message: 'the monitor has ended' }]);
  child.unref();
  return { pid: child.pid };
}

/** Starts a monitor in the background, and says how to go on with it. */
export async function detachMonitor(options: MonitorCommandOptions): Promise<number> {
  const loaded = await loadConfig({ file: options.config, runtime: options.runtime });
  const started = await startDetached(loaded, options);
  if ('said' in started) {
    process.stderr.write(started.said);
    return started.exitCode;
  }
  process.stdout.write(
    `monitors ${loaded.config.project} in the background: process ${started.pid}\n` +
      'failsafe monitor status | logs -f | alerts | stop\n',
  );
  return 0;
}
