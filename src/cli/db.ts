import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import { withOperationOptions } from './operation-options.ts';
import { type ResetCommandOptions, withResetOptions } from './reset.ts';

/** `failsafe db`: what is done with the databases of the deployment alone. */
export function addDatabaseCommand(program: Command): void {
  const database = program.command('db').description('what is done with the databases alone');
  withResetOptions(
    withOperationOptions(
      database
        .command('reset')
        .description(
          'back up the databases, make their tables anew and fill them as failsafe.yaml declares (setup.recreate, setup.database), check',
        ),
      'project',
    ),
  ).action((options: ResetCommandOptions) =>
    guarded(async () => (await import('./reset-databases.ts')).resetDatabases(options)),
  );
}
