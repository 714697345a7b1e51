import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { ReadableBackup } from '../backup/store.ts';
import type { FoundDatabase } from '../postgres/find-server.ts';
import { fillStep } from './fill-step.ts';
import { dropDatabase } from './made-databases.ts';
import { restoreNames } from './names.ts';

/** What to try. */
export interface DrillOptions {
  readonly loaded: LoadedConfig;
  readonly backup: ReadableBackup;
  readonly databases: readonly FoundDatabase[];
  /** Keeps its scratch databases apart from those of others. */
  readonly id: string;
  readonly signal: AbortSignal;
}

/** Plans a restore that is only tried: into scratch databases, which are compared and dropped. */
export function planDrill({ loaded, backup, databases, id, signal }: DrillOptions) {
  const parts = databases.flatMap(({ target, server }) => {
    const saved = backup.manifest.databases.find(one => one.target === target.name);
    return saved ? [{ target, server, saved, ...restoreNames(loaded, target.database, id) }] : [];
  });
  const steps = parts.map(({ target, server, saved, scratch, mark }) =>
    fillStep({
      id: `drill-${target.name}`,
      title: `restore ${saved.database} into a scratch database of ${server.name}`,
      loaded,
      server,
      scratch,
      comment: `${mark}: a drill`,
      saved,
      folder: backup.folder,
      live: target.database,
      afterwards: `drop database ${scratch}`,
      fix: 'Do not count on this backup before that is mended. The live database was not touched.',
      signal,
    }),
  );
  return {
    steps,
    async cleanUp() {
      for (const { server, scratch } of parts)
        await dropDatabase(server, scratch, AbortSignal.timeout(60_000)).catch(() => undefined);
    },
  };
}
