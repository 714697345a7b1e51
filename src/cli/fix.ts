import { type Command, Option } from 'commander';
import { guarded } from './guarded.ts';

/** Options of `failsafe fix`. */
export interface FixOptions {
  readonly config?: string;
  readonly grep?: string;
  readonly runtime?: 'compose';
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `failsafe fix`: does what can be done about the root causes, and looks again. */
export function addFixCommand(program: Command): void {
  program
    .command('fix')
    .description(
      'look at the deployment, start or resume what is down, restart what is sick, and look again; what others notice is asked about first (files are mended by `failsafe precommit --fix`)',
    )
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .option('-g, --grep <tags>', 'only what checks with these tags find: "containers", "api and not slow"')
    .addOption(
      new Option('-r, --runtime <name>', 'where the deployment is, instead of stack.runtime').choices([
        'compose',
      ]),
    )
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('-y, --yes', 'also do what wants a confirmation')
    .action((options: FixOptions) =>
      guarded(async () => (await import('./fix-deployment.ts')).fixDeployment(options)),
    );
}
