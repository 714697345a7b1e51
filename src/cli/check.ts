import { type Command, Option } from 'commander';
import { FAIL_ON, type FailOn } from '../config/fail-on.ts';
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
  readonly failOn?: FailOn;
  readonly baseline?: string;
  /** Why what is found is passed over; `true`: no reason was given. */
  readonly writeBaseline?: string | true;
  readonly output?: string;
}

/** What `failsafe check` can print. */
export const REPORTER_NAMES = ['summary', 'json', 'junit', 'html', 'github', 'sarif'] as const;

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
    .addOption(
      new Option(
        '--fail-on <status>',
        'the least that makes it unhealthy; default: check.failOn of failsafe.yaml, else fail',
      ).choices([...FAIL_ON]),
    )
    .option('--strict', 'the same as --fail-on warn')
    .option(
      '--baseline <file>',
      'pass over the failures that this file knows; default: check.baseline of failsafe.yaml',
    )
    .option(
      '--write-baseline [reason]',
      'write all that fails or warns into that file, for 90 days, and why it is passed over',
    )
    .action((options: CheckOptions) =>
      guarded(async () => (await import('./check-deployment.ts')).checkDeployment(options)),
    );
}
