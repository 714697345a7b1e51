import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedPostgres } from '../run-plan.ts';
import type { Binaries } from './binaries.ts';
import { type Account, runTool } from './run-tool.ts';

/** Locale and encoding are the same on every machine: UTF-8, sorted by code point, upper and lower case of Unicode. */
const FLAGS = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-sync',
  '--no-instructions',
];

/**
 * TCP of this machine only. The data need not outlive a power cut, so nothing waits for the disk. Shared memory lies in
 * the data folder, so that a killed server leaves none behind.
 */
const SETTINGS = {
  dynamic_shared_memory_type: 'mmap',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Makes a fresh data folder in `home`, which must not exist yet, and gives its path.
 *
 * @throws Error with what initdb said
 */
export async function initialiseCluster(
  home: string,
  { user, password }: PlannedPostgres,
  binaries: Binaries,
  account: Account | undefined,
  signal: AbortSignal,
): Promise<string> {
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  mkdirSync(home, { mode: 0o700 });
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) for (const path of [home, passwordFile]) chownSync(path, account.uid, account.gid);
    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const args = ['-D', data, `--username=${user}`, `--pwfile=${passwordFile}`, ...FLAGS, ...settings];
    await runTool(binaries.initdb, args, { cwd: home, account, signal });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  return data;
}
