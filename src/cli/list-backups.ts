import { loadConfig } from '../config/load.ts';
import { createRedactor } from '../config/redact.ts';
import { formatSize } from '../config/units.ts';
import { readBackupRuns } from '../monitor/backup-runs.ts';
import { bytesOf, type Manifest } from '../operations/backup/manifest.ts';
import { listBackups, looksWhole, storeOf } from '../operations/backup/store.ts';
import { listCopies } from '../operations/copies/fetch-backup.ts';
import { openCopies } from '../operations/copies/open-copies.ts';
import { drillLine } from './drill-line.ts';
import type { OperationOptions } from './operate.ts';

/** A place that does not answer keeps nobody from the list for longer. */
const PATIENCE_MS = 20_000;

const contents = ({ databases, volumes = [], files, runtime, reason }: Manifest) =>
  [
    [
      ...databases.map(({ database, postgres }) => `${database} (PostgreSQL ${postgres})`),
      ...volumes.map(({ volume }) => `volume ${volume}`),
      ...(files?.names ?? []),
    ].join(', '),
    runtime,
    reason,
  ].join('  ');

/** Prints the backups and their copies, the newest first. */
export async function printBackups(options: OperationOptions): Promise<number> {
  const loaded = await loadConfig({ file: options.config, runtime: options.runtime });
  const redact = createRedactor(loaded.secrets);
  const store = storeOf(loaded);
  const { found, silent } = await listCopies(await openCopies(loaded), AbortSignal.timeout(PATIENCE_MS));
  const here = await Promise.all(
    (await listBackups(store)).map(async backup => ({
      ...backup,
      whole: await looksWhole(backup),
      bytes: backup.manifest && bytesOf(backup.manifest),
    })),
  );
  const ids = [...new Set([...here.map(({ id }) => id), ...found.map(({ backup }) => backup.id)])];
  const rows = ids
    .sort()
    .reverse()
    .map(id => {
      const copies = found.filter(({ backup }) => backup.id === id);
      const own = here.find(one => one.id === id);
      return {
        id,
        here: own !== undefined,
        folder: own?.folder,
        whole: own?.whole ?? false,
        bytes: own?.bytes,
        ...own?.manifest,
        copies: copies.map(({ store: { name }, backup: { whole, bytes } }) => ({ name, whole, bytes })),
      };
    });
  if (options.json) {
    const all = { store, backups: rows, silent, runs: readBackupRuns(loaded.root) };
    process.stdout.write(`${JSON.stringify(redact.deep(all), null, 2)}\n`);
    return 0;
  }
  if (rows.length === 0) process.stdout.write(`There is no backup in ${store}. Make one: failsafe backup\n`);
  for (const { id, copies } of rows) {
    const own = here.find(one => one.id === id);
    const state =
      own === undefined
        ? 'only in a copy'
        : own.whole && own.manifest
          ? `${formatSize(own.bytes ?? 0).padStart(9)}  ${contents(own.manifest)}`
          : 'damaged: files are missing or cut off';
    const places = copies.map(({ name, whole }) => (whole ? name : `${name} (not finished)`)).join(', ');
    process.stdout.write(`${id}  ${state}${places && `  copies: ${places}`}\n`);
  }
  if (rows.length > 0) process.stdout.write(`${drillLine(loaded.root)}\n`);
  for (const { name, reason } of silent)
    process.stderr.write(redact.text(`${name} could not be looked at: ${reason}\n`));
  return 0;
}
