import { type Command, Option } from 'commander';
import { RUNTIMES, type RuntimeName } from '../model/stack.ts';
import { guarded } from './guarded.ts';

/** Options of `failsafe check`. */
export interface CheckOptions {
  readonly config?: string;
  readonly grep?: string;
  readonly runtime?: RuntimeName;
  readonly reporter: (typeof REPORTER_NAMES)[number];
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly output?: string;
}

/** What `failsafe check` can print. */
export const REPORTER_NAMES = ['summary', 'json', 'junit', 'html', 'github'] as const;

/** `failsafe check`: the main job. */
export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description('look at everything that failsafe.yaml declares: is it healthy, why not, how to mend it')
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .option('-g, --grep <tags>', 'only checks with these tags: "api", "auth or database", "not slow", "db-*"')
    .addOption(
      new Option(
        '-r, --runtime <name>',
        'where the stack runs; overrides FAILSAFE_RUNTIME and the file',
      ).choices([...RUNTIMES]),
    )
    .addOption(
      new Option('--reporter <name>', 'what is printed').choices([...REPORTER_NAMES]).default('summary'),
    )
    .option('--json', 'the same as --reporter json')
    .option(
      '-o, --output <folder>',
      'where report.html, report.json and junit.xml are written; default: .failsafe/reports',
    )
    .option('--strict', 'warnings make it unhealthy')
    .action((options: CheckOptions) =>
      guarded(async () => (await import('./check-deployment.ts')).checkDeployment(options)),
    );
}
