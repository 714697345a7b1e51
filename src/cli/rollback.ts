import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';

/** Options of `failsafe rollback`. */
export interface RollbackCommandOptions extends OperationOptions {
  readonly to?: string;
}

/** `failsafe rollback`: an earlier version serves again. */
export function addRollbackCommand(program: Command): void {
  withOperationOptions(
    program
      .command('rollback')
      .description('have an earlier version serve again, by its very images; its data stays as it is')
      .option('--to <id>', 'which one; `failsafe deploy list` shows them; default: the one before'),
  ).action((options: RollbackCommandOptions) =>
    guarded(async () => (await import('./roll-back.ts')).rollBack(options)),
  );
}
