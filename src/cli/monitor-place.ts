import { dirname } from 'node:path';
import { findConfigFile } from '../config/find-config-file.ts';
import { monitorFolder } from '../monitor/store.ts';
import type { MonitorPlace } from './monitor.ts';

/** Where a monitor keeps what it knows. The file itself is not read: a mistake in it hides no alert. */
export async function placeOf({
  config,
}: MonitorPlace): Promise<{ file: string; root: string; folder: string }> {
  const file = await findConfigFile(config);
  const root = dirname(file);
  return { file, root, folder: monitorFolder(root) };
}
