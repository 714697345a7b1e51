import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { formatSize } from '../../config/units.ts';
import { causeChain, ProblemError } from '../../model/problem.ts';
import type { FoundFile } from '../files/find-files.ts';
import { newId } from '../new-id.ts';
import { endSessions } from '../postgres/end-sessions.ts';
import { APPLICATION, type FoundDatabase } from '../postgres/find-server.ts';
import type { Step } from '../step.ts';
import type { VolumeInBackup } from '../volumes/save-volume.ts';
import { writeChecksums } from './checksums.ts';
import { DECODE_FLAGS, decodeDump } from './decode-dump.ts';
import { DUMP_FLAGS, dumpDatabase } from './dump-database.ts';
import { dumpGlobals } from './dump-globals.ts';
import { filesStep } from './files-step.ts';
import { bytesOf, type DatabaseInBackup, type FilesInBackup, MANIFEST, type Manifest } from './manifest.ts';
import { makeStore, partialFolder, storeOf } from './store.ts';
import { type VolumesToSave, volumeSteps } from './volume-steps.ts';

/** What a backup is made of. */
export interface BackupOptions {
  readonly loaded: LoadedConfig;
  readonly databases: readonly FoundDatabase[];
  /** Default: none. */
  readonly volumes?: VolumesToSave;
  /** Files that are not in git. Default: none. */
  readonly files?: readonly FoundFile[];
  readonly reason: Manifest['reason'];
  readonly signal: AbortSignal;
}

/** A backup that is planned, and how to make it. */
export interface PlannedBackup {
  readonly id: string;
  readonly steps: readonly Step[];
  /** Removes what there is of a backup that was not finished. */
  discard(): Promise<void>;
}

/** A rename lasts only when the folder above has reached the disk as well. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

const failed = (error: unknown, what: string): unknown =>
  error instanceof ProblemError
    ? error
    : new ProblemError([
        {
          code: 'BACKUP_FAILED',
          message: `the backup was not made: ${what} failed`,
          causes: causeChain(error),
          fix: 'Mend what is said, and run it again. Nothing is left of this try, and earlier backups are as they were.',
        },
      ]);

/**
 * Plans a backup: each database is dumped together with the number and checksum of its rows, each volume with a checksum
 * of its files; all of it is decoded from its first to its last byte, and only then does the backup get its name.
 */
export function planBackup({
  loaded,
  databases,
  volumes,
  files = [],
  reason,
  signal,
}: BackupOptions): PlannedBackup {
  const id = newId();
  const store = storeOf(loaded);
  const partial = partialFolder(store, id);
  const startedAt = Date.now();
  const dumps: DatabaseInBackup[] = [];
  const globals: Manifest['globals'][number][] = [];
  const archives: VolumeInBackup[] = [];
  let sealed: FilesInBackup | undefined;
  const servers = [...new Map(databases.map(one => [one.server.name, one])).values()];

  const step = (rest: Omit<Step, 'run'>, run: Step['run']): Step => ({
    ...rest,
    async run(tell) {
      try {
        await makeStore(loaded);
        await mkdir(partial, { recursive: true, mode: 0o700 });
        return await run(tell);
      } catch (error) {
        signal.throwIfAborted();
        throw failed(error, rest.title);
      }
    },
  });

  const dump = databases.map(found => {
    const { target, server } = found;
    const acts = [
      `${server.line('pg_dump', [...DUMP_FLAGS, target.database])} > ${join(partial, `${target.name}.dump`)}`,
    ];
    return step(
      { id: `dump-${target.name}`, title: `dump ${target.database} of ${server.name}`, acts },
      async tell => {
        const done = await dumpDatabase(found, {
          loaded,
          folder: partial,
          application: APPLICATION,
          signal,
          tell,
        });
        dumps.push(done);
        const rows = Object.values(done.tables).reduce((sum, table) => sum + table.rows, 0);
        return `${formatSize(done.bytes)}, ${Object.keys(done.tables).length} tables, ${rows} rows`;
      },
    );
  });

  const roles = servers.map(found =>
    step(
      {
        id: `roles-${found.server.name}`,
        title: `dump the roles of ${found.server.name}`,
        acts: [found.server.line('pg_dumpall', ['--globals-only'])],
      },
      async () => {
        const written = await dumpGlobals(found, partial, APPLICATION, signal);
        globals.push(...written);
        return written.length === 0 ? 'left out: the server does not let this role read them' : undefined;
      },
    ),
  );

  const save = volumes
    ? volumeSteps({ loaded, volumes, folder: partial, signal, saved: one => void archives.push(one) })
    : [];
  const keepSealed = (saved: FilesInBackup) => {
    sealed = saved;
  };
  const filed = filesStep({ loaded, files, folder: partial, saved: keepSealed });

  const decode = step(
    {
      id: 'decode',
      title: 'decode all dumps',
      acts: databases.map(({ server, target }) =>
        server.line('pg_restore', [...DECODE_FLAGS, '<', join(partial, `${target.name}.dump`)]),
      ),
    },
    async () => {
      for (const [index, { server }] of databases.entries())
        await decodeDump(server, join(partial, dumps[index]?.file ?? ''), signal);
      return undefined;
    },
  );

  const keep = step(
    {
      id: 'keep',
      title: `keep it as ${id}`,
      acts: [`write ${MANIFEST} and SHA256SUMS`, `rename to ${join(store, id)}`],
    },
    async () => {
      const manifest: Manifest = {
        version: 1,
        id,
        project: loaded.config.project,
        runtime: loaded.runtime,
        reason,
        createdAt: new Date(startedAt).toISOString(),
        durationMs: Date.now() - startedAt,
        databases: dumps,
        globals,
        volumes: archives,
        files: sealed,
      };
      await writeFile(join(partial, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, {
        mode: 0o600,
        flush: true,
      });
      await writeChecksums(partial);
      await syncFolder(partial);
      await rename(partial, join(store, id));
      await syncFolder(store);
      return formatSize(bytesOf(manifest));
    },
  );

  return {
    id,
    steps: [
      ...dump,
      ...roles,
      ...[...save, ...filed].map(({ run, ...rest }) => step(rest, run)),
      ...(databases.length > 0 ? [decode] : []),
      keep,
    ],
    async discard() {
      await rm(partial, { recursive: true, force: true });
      // A program that was stopped from outside of its container goes on inside
      if (signal.aborted) for (const { server } of servers) await endSessions(server, APPLICATION);
    },
  };
}
