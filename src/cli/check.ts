import { type Command, InvalidArgumentError, Option } from 'commander';
import { RUNTIMES, type RuntimeName } from '../model/stack.ts';
import { guarded } from './guarded.ts';

/** Options of `failsafe check`. */
export interface CheckOptions {
  readonly config?: string;
  readonly grep?: string;
  readonly runtime?: RuntimeName;
  readonly reporter: 'summary' | 'json' | 'junit';
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly output?: string;
}

function oneReporter(value: string): string {
  if (!['summary', 'json', 'junit'].includes(value))
    throw new InvalidArgumentError('It is summary, json or junit.');
  return value;
}

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
    .option('--reporter <name>', 'what is printed: summary, json or junit', oneReporter, 'summary')
    .option('--json', 'the same as --reporter json')
    .option('-o, --output <folder>', 'also write report.json and junit.xml into this folder')
    .option('--strict', 'warnings make it unhealthy')
    .action((options: CheckOptions) =>
      guarded(async () => (await import('./check-deployment.ts')).checkDeployment(options)),
    );
}
