import { ProblemError } from '../model/problem.ts';
import type { DatabaseInBackup } from '../operations/backup/manifest.ts';
import { findBackup, storeOf } from '../operations/backup/store.ts';
import { verifyBackup } from '../operations/backup/verify-backup.ts';
import { newId } from '../operations/new-id.ts';
import { clientFor, localClients, majorOf } from '../operations/postgres/client-folder.ts';
import type { FoundDatabase } from '../operations/postgres/find-server.ts';
import { localPrograms, type PostgresServer } from '../operations/postgres/server.ts';
import { planDrill } from '../operations/restore/plan-drill.ts';
import type { VerifyOptions } from './backup.ts';
import { anyDatabases, findDatabases } from './find-databases.ts';
import { noteRunOf } from './note-run.ts';
import { type OperationContext, operate } from './operate.ts';

type Programs = (saved: DatabaseInBackup) => PostgresServer;

/** Programs of this machine are nearest; where they are too old, those in the container of the database are taken. */
async function programsFor(
  databases: readonly DatabaseInBackup[],
  context: OperationContext,
): Promise<Programs> {
  const clients = await localClients();
  const local: Programs = ({ postgres, server }) =>
    localPrograms(clientFor(clients, majorOf(postgres), server));
  try {
    for (const saved of databases) local(saved);
    return local;
  } catch (error) {
    if (!(error instanceof ProblemError) || context.loaded.runtime !== 'compose') throw error;
    const found = await findDatabases(context);
    return saved => found.find(({ server }) => server.name === saved.server)?.server ?? local(saved);
  }
}

/** Verifies a backup. */
export function verifyStored(id: string | undefined, options: VerifyOptions): Promise<number> {
  const note = noteRunOf('drill');
  return operate('backup verify', options, {
    over: options.drill ? note.over : undefined,
    async plan(context) {
      const { loaded, signal } = context;
      note.begin(loaded);
      const backup = await findBackup(storeOf(loaded), id);
      const { databases } = backup.manifest;
      const found: FoundDatabase[] = options.drill ? await anyDatabases(context) : [];
      const programs = await programsFor(databases, context);
      const drill = planDrill({ loaded, backup, databases: found, id: newId(), signal });
      return {
        steps: [
          {
            id: 'verify',
            title: `verify ${backup.id}`,
            acts: [
              `compare SHA256SUMS of ${backup.folder}`,
              ...databases.map(saved =>
                programs(saved).line('pg_restore', ['--file=/dev/null', '<', saved.file]),
              ),
              ...(backup.manifest.volumes ?? []).map(
                ({ file }) => `read ${file}, compare it with the manifest`,
              ),
            ],
            async run() {
              await verifyBackup(backup, programs, signal);
              return undefined;
            },
          },
          ...drill.steps,
        ],
        done: options.drill ? 'It is whole, and can be restored.' : 'It is whole.',
        facts: () => ({ backup: backup.id }),
        cleanUp: drill.cleanUp,
      };
    },
  });
}
