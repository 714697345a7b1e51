import type { Command } from 'commander';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';

/** Options of `failsafe deploy`. */
export interface DeployCommandOptions extends OperationOptions {
  /** False with --no-backup. */
  readonly backup: boolean;
}

/** `failsafe deploy`: a new version in the place of the one that serves, and back when it is not well. */
export function addDeployCommand(program: Command): void {
  const deploy = withOperationOptions(
    program
      .command('deploy')
      .description(
        'save what runs, build, try the new images, put them in place, watch them; back to the old ones when anything is not well',
      )
      .option('--no-backup', 'no backup of the databases first'),
  ).action((options: DeployCommandOptions) =>
    guarded(async () => (await import('./deploy-version.ts')).deployVersion(options)),
  );
  deploy
    .command('list')
    .description('the versions that were deployed, the newest first')
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .option('--json', 'print them as JSON')
    .action((_: unknown, command: Command) =>
      guarded(async () => (await import('./list-deploys.ts')).listDeploys(command.optsWithGlobals())),
    );
}
