import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';

/** Options of `failsafe setup`. */
export interface SetupCommandOptions extends OperationOptions {
  readonly from?: string;
}

/** `failsafe setup`: from a checkout to a deployment that is seen to be healthy. */
export function addSetupCommand(program: Command): void {
  withOperationOptions(
    program
      .command('setup')
      .description(
        'set the variables, look at this machine, build, start, make the database, test, check; safe to run again',
      )
      .option('--from <step>', 'begin with this step; --dry-run lists them'),
  ).action((options: SetupCommandOptions) =>
    guarded(async () => (await import('./set-up.ts')).setUp(options)),
  );
}
