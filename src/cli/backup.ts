import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';

/** Options of `failsafe backup verify`. */
export interface VerifyOptions extends OperationOptions {
  readonly drill?: boolean;
}

/** `failsafe backup`, `backup list`, `backup verify`: databases and volumes, saved and seen to be whole. */
export function addBackupCommand(program: Command): void {
  const backup = withOperationOptions(
    program
      .command('backup')
      .description(
        'save databases and volumes, decode what was saved to its last byte, keep it; old ones go',
      ),
  ).action((options: OperationOptions) =>
    guarded(async () => (await import('./backup-databases.ts')).backupDatabases(options)),
  );
  backup
    .command('list')
    .description('show the backups: when, what, how large')
    .action((_, command: Command) =>
      guarded(async () => (await import('./list-backups.ts')).printBackups(command.optsWithGlobals())),
    );
  backup
    .command('verify')
    .argument('[id]', 'which; default: the newest')
    .description('compare the checksums of a backup and decode it from its first to its last byte')
    .option('--drill', 'also restore it into a scratch database, compare all tables, and drop it')
    .action((id: string | undefined, _, command: Command) =>
      guarded(async () =>
        (await import('./verify-stored-backup.ts')).verifyStored(id, command.optsWithGlobals()),
      ),
    );
  backup
    .command('copy')
    .argument('[id]', 'which; default: the newest')
    .description('copy a backup to the places that backup.copies names, read it back and compare it')
    .action((id: string | undefined, _, command: Command) =>
      guarded(async () =>
        (await import('./copy-stored-backup.ts')).copyStored(id, command.optsWithGlobals()),
      ),
    );
  backup
    .command('fetch')
    .argument('[id]', 'which; default: the newest')
    .description('bring a backup from a copy to this machine, and compare its checksums')
    .action((id: string | undefined, _, command: Command) =>
      guarded(async () => (await import('./fetch-copy.ts')).fetchCopy(id, command.optsWithGlobals())),
    );
}
