import type { LoadedConfig } from '../../config/loaded-config.ts';
import { causeChain, ProblemError } from '../../model/problem.ts';
import type { ReadableBackup } from '../backup/store.ts';
import type { FoundDatabase } from '../postgres/find-server.ts';
import type { Step } from '../step.ts';
import { fillScratch } from './fill-scratch.ts';
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
  const steps = parts.map(
    ({ target, server, saved, scratch, mark }): Step => ({
      id: `drill-${target.name}`,
      title: `restore ${saved.database} into a scratch database of ${server.name}`,
      acts: [
        `create database ${scratch}`,
        `pg_restore ${saved.file}`,
        'compare all tables',
        `drop database ${scratch}`,
      ],
      async run(tell) {
        try {
          const comment = `${mark}: a drill`;
          const live = target.database;
          await fillScratch({
            loaded,
            server,
            scratch,
            comment,
            saved,
            folder: backup.folder,
            live,
            signal,
            tell,
          });
        } catch (error) {
          signal.throwIfAborted();
          throw new ProblemError([
            {
              code: 'RESTORE_FAILED',
              message: `${saved.file} could not be restored`,
              causes: causeChain(error),
              fix: 'Do not count on this backup before that is mended. The live database was not touched.',
            },
          ]);
        }
        return `${Object.keys(saved.tables).length} tables are the same as when they were saved`;
      },
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
