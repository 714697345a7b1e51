import type { Command } from 'commander';
import type { RuntimeName } from '../model/stack.ts';
import { guarded } from './guarded.ts';
import { runtimeOption } from './operation-options.ts';

/** Options of `failsafe logs`. */
export interface LogsOptions {
  readonly config?: string;
  readonly runtime?: RuntimeName;
  readonly follow?: boolean;
  readonly tail: string;
}

/** `failsafe logs`: what services say, without secrets. */
export function addLogsCommand(program: Command): void {
  program
    .command('logs')
    .argument('[services...]', 'of these; default: all')
    .description('print what the services of the deployment say, secrets replaced')
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .addOption(runtimeOption())
    .option('-f, --follow', 'go on with what comes')
    .option('-n, --tail <lines>', 'the last lines of each service', '100')
    .action((services: string[], options: LogsOptions) =>
      guarded(async () => (await import('./print-logs.ts')).printLogs(services, options)),
    );
}
