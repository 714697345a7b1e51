import { dirname, resolve } from 'node:path';
import { findConfigFile } from '../config/find-config-file.ts';
import { monitorFolder } from '../monitor/store.ts';
import type { MonitorPlace } from './monitor.ts';

/** Where a monitor keeps what it knows. The file itself is not read: a mistake in it hides no alert. */
export async function placeOf({ config }: MonitorPlace): Promise<{ root: string; folder: string }> {
  const named = config ?? process.env.FAILSAFE_CONFIG;
  const file = named ? resolve(named) : await findConfigFile(process.cwd());
  const root = dirname(file);
  return { root, folder: monitorFolder(root) };
}
