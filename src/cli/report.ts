import type { Command } from 'commander';
import { guarded } from './guarded.ts';

/** Options of `failsafe report`. */
export interface ReportOptions {
  readonly config?: string;
  readonly output?: string;
  /** False with `--no-open`. */
  readonly open: boolean;
}

/** `failsafe report`: the page of the last run. */
export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description('open the report of the last run in a browser, or say where it is')
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .option('-o, --output <folder>', 'the folder that the run was told to write into')
    .option('--no-open', 'only print where it is')
    .action((options: ReportOptions) =>
      guarded(async () => (await import('./open-report.ts')).openReport(options)),
    );
}
