import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';

/** Options of `failsafe restore`. */
export interface RestoreCommandOptions extends OperationOptions {
  /** False with --no-safety-backup. */
  readonly safetyBackup: boolean;
}

/** `failsafe restore`: the databases as they were when a backup was made. */
export function addRestoreCommand(program: Command): void {
  withOperationOptions(
    program
      .command('restore')
      .argument('[id]', 'which backup; default: the newest')
      .description(
        'bring the databases back to a backup: beside the live ones first, compared, then swapped by name',
      )
      .option(
        '--no-safety-backup',
        'do not back up what is there now: for a database that cannot be read any more',
      ),
  ).action((id: string | undefined, options: RestoreCommandOptions) =>
    guarded(async () => (await import('./restore-databases.ts')).restoreDatabases(id, options)),
  );
}
