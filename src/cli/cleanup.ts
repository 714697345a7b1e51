import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';

/** `failsafe cleanup`: removes what this project can do without. */
export function addCleanupCommand(program: Command): void {
  withOperationOptions(
    program
      .command('cleanup')
      .description(
        'remove what this project can do without: containers that are done, unnamed images, old logs; never a volume, never of others',
      ),
  ).action((options: OperationOptions) =>
    guarded(async () => (await import('./clean-up.ts')).cleanUp(options)),
  );
}
