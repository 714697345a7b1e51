import type { Command } from 'commander';
import { guarded } from './guarded.ts';

/** Options of `failsafe drift`. */
export interface DriftOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** `failsafe drift`: what the project has and failsafe.yaml does not look at, and the other way round. */
export function addDriftCommand(program: Command): void {
  program
    .command('drift')
    .description(
      'say which services, published ports and routes have no check, and which checks look at what is gone; exit code 1 when there are some',
    )
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .option('--json', 'print it as JSON')
    .action((options: DriftOptions) =>
      guarded(async () => (await import('./show-drift.ts')).showDrift(options)),
    );
}
