import { type Command, Option } from 'commander';
import { guarded } from './guarded.ts';

/** Options of `failsafe init`. */
export interface InitOptions {
  readonly config: string;
  readonly compose?: readonly string[];
  readonly project?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly diff?: boolean;
  readonly json?: boolean;
}

/** `failsafe init`: writes a failsafe.yaml for the compose project of a folder. */
export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description(
      'write a failsafe.yaml for the compose project of this folder, from its files and, where it runs, from what it answers',
    )
    .option('-c, --config <file>', 'the file to write; it is never overwritten', 'failsafe.yaml')
    .option(
      '-f, --compose <file...>',
      'the compose file or files; default: those that docker compose itself would take',
    )
    .option('-p, --project <name>', 'the compose project that runs, when compose was given another name')
    .option('-y, --yes', 'ask nothing')
    .addOption(new Option('--dry-run', 'print the file, and write nothing').conflicts(['diff', 'json']))
    .addOption(
      new Option(
        '--diff',
        'print how it would differ from the file that is there, and write nothing',
      ).conflicts('json'),
    )
    .option('--json', 'print what was found, and the file, as JSON; write nothing')
    .action((options: InitOptions) =>
      guarded(async () => (await import('./init-project.ts')).initProject(options)),
    );
}
