import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';

/** Options of `failsafe restore`. */
export interface RestoreCommandOptions extends OperationOptions {
  /** False with --no-safety-backup. */
  readonly safetyBackup: boolean;
  /** Names of targets and volumes. */
  readonly only?: readonly string[];
  /** Bring back the files that are not in git, and nothing else. */
  readonly files?: boolean;
  /** File with a passphrase, or with identities of age. */
  readonly key?: string;
}

/** `failsafe restore`: databases and volumes as they were when a backup was made. */
export function addRestoreCommand(program: Command): void {
  withOperationOptions(
    program
      .command('restore')
      .argument('[id]', 'which backup; default: the newest')
      .description(
        'bring databases and volumes back to a backup: beside the live ones first, compared, then swapped by name',
      )
      .option(
        '--only <names...>',
        'these alone: database targets of failsafe.yaml, volumes of the compose file',
      )
      .option('--files', 'bring back the files that are not in git, and nothing else')
      .option('--key <file>', 'what opens them: a file with the passphrase, or with an identity of age')
      .option(
        '--no-safety-backup',
        'do not back up what is there now: for a database that cannot be read any more',
      ),
  ).action((id: string | undefined, options: RestoreCommandOptions) =>
    guarded(async () =>
      options.files
        ? (await import('./restore-files.ts')).restoreFiles(id, options)
        : (await import('./restore-databases.ts')).restoreDatabases(id, options),
    ),
  );
}
