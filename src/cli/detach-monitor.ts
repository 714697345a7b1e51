import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../config/load.ts';
import { ProblemError } from '../model/problem.ts';
import { runningMonitor } from '../monitor/lock.ts';
import { makeMonitorFolder, readState } from '../monitor/store.ts';
import type { MonitorCommandOptions } from './monitor.ts';

const POLL_MS = 100;
const PATIENCE_MS = 300_000;

function words({ config, runtime, dryRun }: MonitorCommandOptions): string[] {
  return [
    'monitor',
    ...(config === undefined ? [] : ['--config', config]),
    ...(runtime === undefined ? [] : ['--runtime', runtime]),
    ...(dryRun ? ['--dry-run'] : []),
  ];
}

/** Starts a monitor that outlives this process, and waits for its first look. */
export async function detachMonitor(options: MonitorCommandOptions): Promise<number> {
  const loaded = await loadConfig({ file: options.config, runtime: options.runtime });
  const folder = await makeMonitorFolder(loaded.root);
  const startedAt = Date.now();
  const output = join(folder, 'output.log');
  const handle = openSync(output, 'w', 0o600);
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...words(options)], {
    detached: true,
    stdio: ['ignore', handle, handle],
  });
  closeSync(handle);
  const ended = once(child, 'exit').then(([code]) => Number(code ?? 1));
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    const code = await Promise.race([ended, sleep(POLL_MS)]);
    if (typeof code === 'number') {
      process.stderr.write(readFileSync(output, 'utf8'));
      return code === 0 ? 2 : code;
    }
    const holds = runningMonitor(folder)?.pid === child.pid;
    const { seenAt = 0, blind } = readState(folder) ?? {};
    if (holds && (seenAt >= startedAt || blind !== undefined)) break;
  }
  if (child.exitCode !== null)
    throw new ProblemError([{ code: 'MONITOR_ENDED', message: 'the monitor has ended' }]);
  child.unref();
  process.stdout.write(
    `monitors ${loaded.config.project} in the background: process ${child.pid}\n` +
      'failsafe monitor status | logs -f | alerts | stop\n',
  );
  return 0;
}
