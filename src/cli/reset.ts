import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';
import type { ResetOptions } from './prepare-reset.ts';

/** Options of `failsafe reset`. */
export type ResetCommandOptions = OperationOptions & ResetOptions;

/** Adds what a reset can be told. */
export const withResetOptions = (command: Command): Command =>
  command
    .option('--no-backup', 'give up the data: no backup of the databases first')
    .option('--remote', 'also on an engine of another machine')
    .option('--production', 'also where failsafe.yaml says that people depend on it');

/** `failsafe reset`: removes all that the engine keeps of this project, and nothing else. */
export function addResetCommand(program: Command): void {
  withResetOptions(
    withOperationOptions(
      program
        .command('reset')
        .description(
          'back up the databases, then remove containers, networks, volumes and built images of this project alone',
        ),
      'project',
    ),
  ).action((options: ResetCommandOptions) =>
    guarded(async () => (await import('./reset-project.ts')).resetProject(options)),
  );
}
