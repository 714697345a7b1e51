import { type Command, Option } from 'commander';
import { STAGES, type StageName } from '../operations/pipeline/stages.ts';
import { guarded } from './guarded.ts';
import type { OperationOptions } from './operate.ts';
import { withOperationOptions } from './operation-options.ts';

/** Options of `failsafe pipeline`. */
export interface PipelineOptions extends OperationOptions {
  readonly from: StageName;
  readonly to: StageName;
}

/** `failsafe pipeline`: all stages from the files to a deployment that is watched. */
export function addPipelineCommand(program: Command): void {
  withOperationOptions(
    program
      .command('pipeline')
      .description('validate the files, set up, test, verify, monitor: all stages of a deployment in one go')
      .addOption(new Option('--from <stage>', 'begin with this stage').choices(STAGES).default('validate'))
      .addOption(
        new Option('--to <stage>', 'end after this stage; in CI: verify').choices(STAGES).default('monitor'),
      ),
  ).action((options: PipelineOptions) =>
    guarded(async () => (await import('./run-pipeline.ts')).runPipeline(options)),
  );
}
