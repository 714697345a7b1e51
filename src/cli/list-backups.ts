import { loadConfig } from '../config/load.ts';
import { formatSize } from '../config/units.ts';
import { bytesOf } from '../operations/backup/manifest.ts';
import { listBackups, looksWhole, storeOf } from '../operations/backup/store.ts';
import type { OperationOptions } from './operate.ts';

/** Prints the backups, the newest first. */
export async function printBackups(options: OperationOptions): Promise<number> {
  const loaded = await loadConfig({ file: options.config, runtime: options.runtime });
  const store = storeOf(loaded);
  const rows = await Promise.all(
    (await listBackups(store)).map(async backup => {
      const { id, folder, manifest } = backup;
      const whole = await looksWhole(backup);
      return { id, folder, whole, bytes: manifest && bytesOf(manifest), ...manifest };
    }),
  );
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ store, backups: rows }, null, 2)}\n`);
    return 0;
  }
  if (rows.length === 0) process.stdout.write(`There is no backup in ${store}. Make one: failsafe backup\n`);
  for (const { id, whole, bytes = 0, databases = [], volumes = [], runtime = '', reason = '' } of rows) {
    const names = [
      ...databases.map(({ database, postgres }) => `${database} (PostgreSQL ${postgres})`),
      ...volumes.map(({ volume }) => `volume ${volume}`),
    ].join(', ');
    const state = whole
      ? `${formatSize(bytes).padStart(9)}  ${names}  ${runtime}  ${reason}`
      : 'damaged: files are missing or cut off';
    process.stdout.write(`${id}  ${state}\n`);
  }
  return 0;
}
