import type { Command } from 'commander';
import type { RuntimeName } from '../model/stack.ts';
import { guarded } from './guarded.ts';
import { runtimeOption } from './operation-options.ts';

/** Options of `failsafe info`. */
export interface InfoOptions {
  readonly config?: string;
  readonly runtime?: RuntimeName;
  readonly json?: boolean;
}

/** `failsafe info`: versions, services and what the engine keeps, to paste into an issue. */
export function addInfoCommand(program: Command): void {
  program
    .command('info')
    .description(
      'print versions, services and what the engine keeps of the project, secrets replaced: to paste into an issue',
    )
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .addOption(runtimeOption())
    .option('--json', 'print it as JSON')
    .action((options: InfoOptions) =>
      guarded(async () => (await import('./print-info.ts')).printInfo(options)),
    );
}
