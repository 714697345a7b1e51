import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';

/** `failsafe restart`: restarts a service, and sees that it and what stands on it are well again. */
export function addRestartCommand(program: Command): void {
  withOperationOptions(
    program
      .command('restart')
      .argument(
        '<services...>',
        'which; several are restarted in the order in which they stand on each other',
      )
      .description('restart services, wait until they and what stands on them are healthy'),
  ).action((services: string[], options: OperationOptions) =>
    guarded(async () => (await import('./restart-services.ts')).restartServices(services, options)),
  );
}
