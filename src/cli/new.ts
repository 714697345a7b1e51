import { type Command, Option } from 'commander';
import { HEALTH_LEVELS } from '../model/level.ts';
import { guarded } from './guarded.ts';

/** Options of `failsafe new check`. */
export interface NewCheckOptions {
  readonly config?: string;
  readonly level: string;
  readonly target?: string;
  readonly dryRun?: boolean;
}

/** `failsafe new`: begins what a project adds to failsafe. */
export function addNewCommand(program: Command): void {
  program
    .command('new')
    .description('begin something of your own')
    .command('check')
    .description('write a check of your own: a module, its test, and its entry in failsafe.yaml')
    .argument('<name>', 'its id: what it is about, a dot, and what is asked of it, such as queue.depth')
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .addOption(
      new Option('-l, --level <level>', 'the level that it belongs to')
        .choices([...HEALTH_LEVELS])
        .default('system'),
    )
    .option('-t, --target <name>', 'the web target that it looks at; default: the first one')
    .option('--dry-run', 'print what would be written, and write nothing')
    .addHelpText(
      'after',
      `
Example:
  failsafe new check queue.depth --target worker
     failsafe/queue-depth.ts        looks and judges; change it into what you need
     failsafe/queue-depth.test.ts   what is green and what is red; npx vitest run failsafe
     failsafe.yaml                  names it under extensions, applies it under custom`,
    )
    .action((name: string, options: NewCheckOptions) =>
      guarded(async () => (await import('./new-check.ts')).newCheck(name, options)),
    );
}
