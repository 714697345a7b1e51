import { type Command, Option } from 'commander';
import { RUNTIMES, type RuntimeName } from '../model/stack.ts';
import { guarded } from './guarded.ts';

/** Options of `failsafe doctor`. */
export interface DoctorOptions {
  readonly config?: string;
  readonly runtime?: RuntimeName;
  readonly reporter: 'summary' | 'json' | 'junit';
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** `failsafe doctor`: the machine, before anything is started on it. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'look at this machine before a stack is started: engine, compose, ports, disk, memory, .env, registry',
    )
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .addOption(
      new Option(
        '-r, --runtime <name>',
        'what the machine is to run; overrides FAILSAFE_RUNTIME and the file',
      ).choices([...RUNTIMES]),
    )
    .addOption(
      new Option('--reporter <name>', 'what is printed')
        .choices(['summary', 'json', 'junit'])
        .default('summary'),
    )
    .option('--json', 'the same as --reporter json')
    .option('--strict', 'warnings make it unhealthy')
    .action((options: DoctorOptions) =>
      guarded(async () => (await import('./examine-host.ts')).examineHost(options)),
    );
}
