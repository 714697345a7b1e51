import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';
import type { ResetOptions } from './prepare-reset.ts';
import { withResetOptions } from './reset.ts';

/** Options of `failsafe setup`. */
export interface SetupCommandOptions extends OperationOptions, ResetOptions {
  readonly from?: string;
  /** Reset first, and build without what was built before. */
  readonly cleanImages?: boolean;
}

/** `failsafe setup`: from a checkout to a deployment that is seen to be healthy. */
export function addSetupCommand(program: Command): void {
  withResetOptions(
    withOperationOptions(
      program
        .command('setup')
        .description(
          'set the variables, look at this machine, build, start, make the database, test, check; safe to run again',
        )
        .option('--from <step>', 'begin with this step; --dry-run lists them')
        .option(
          '--clean-images',
          'first remove all of this project, as `failsafe reset` does, and build without the cache',
        ),
      'project',
    ),
  ).action((options: SetupCommandOptions) =>
    guarded(async () => (await import('./set-up.ts')).setUp(options)),
  );
}
