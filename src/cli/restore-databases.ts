import { nearest } from '../config/did-you-mean.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { ProblemError } from '../model/problem.ts';
import type { ReadableBackup } from '../operations/backup/store.ts';
import { planRestore } from '../operations/restore/plan-restore.ts';
import { findOrFetch } from './fetch-copy.ts';
import { anyDatabases, isDatabaseInStack } from './find-databases.ts';
import { operate } from './operate.ts';
import { refuseIsolated } from './refuse-isolated.ts';
import type { RestoreCommandOptions } from './restore.ts';
import { volumesToSave } from './volumes-to-save.ts';

/** What can be named with --only. */
const namesIn = ({ manifest: { databases, volumes = [] } }: ReadableBackup) => [
  ...databases.map(({ target }) => target),
  ...volumes.map(({ volume }) => volume),
];

const notHeld = ({ id }: ReadableBackup, got: string, names: readonly string[]) => {
  const near = nearest(got, names);
  return new ProblemError([
    {
      code: 'BACKUP_UNKNOWN',
      message: `the backup ${id} holds no "${got}"`,
      expected: `one of ${names.join(', ')}`,
      got,
      fix: near === undefined ? 'Name what it holds.' : `Did you mean "${near}"?`,
    },
  ]);
};

/** @throws ProblemError BACKUP_FOREIGN */
export function refuseForeign({ id, manifest: { project } }: ReadableBackup, { config }: LoadedConfig): void {
  if (project === config.project) return;
  const message = `the backup ${id} is of the project ${project}`;
  const fix = '`failsafe backup list` shows those of this one.';
  throw new ProblemError([{ code: 'BACKUP_FOREIGN', message, expected: config.project, got: project, fix }]);
}

/** Restores databases and volumes from a backup. */
export function restoreDatabases(id: string | undefined, options: RestoreCommandOptions): Promise<number> {
  return operate('restore', options, {
    async plan(context) {
      const { loaded, signal } = context;
      const backup = await findOrFetch(loaded, id, options.dryRun ?? false, signal);
      refuseForeign(backup, loaded);
      const { only } = options;
      const held = namesIn(backup);
      const [unknown] = only?.filter(name => !held.includes(name)) ?? [];
      if (unknown !== undefined) throw notHeld(backup, unknown, held);
      const inStack = isDatabaseInStack(loaded);
      if (inStack) refuseIsolated(loaded, 'restored');
      const databases = await anyDatabases(context);
      const volumes = await volumesToSave(context, databases);
      const isMounted = volumes?.found.some(({ users }) => users.some(({ running }) => running)) ?? false;
      const stack = inStack || isMounted ? (await context.open()).stack : undefined;
      const restore = await planRestore({
        loaded,
        backup,
        databases,
        volumes,
        only,
        stack,
        safety: options.safetyBackup,
        signal,
      });
      const names = restore.replaces.join(', ');
      return {
        steps: restore.steps,
        question: `Replace ${names} by what was saved at ${backup.manifest.createdAt}?`,
        done: 'Restored. See how the application does with: failsafe check',
        facts: () => ({ backup: backup.id }),
        cleanUp: restore.cleanUp,
      };
    },
  });
}
