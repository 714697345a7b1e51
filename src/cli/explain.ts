import type { Command } from 'commander';
import { guarded } from './guarded.ts';

/** Options of `failsafe explain`. */
export interface ExplainOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** `failsafe explain`: the page of a check or of a code. */
export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .description('say what a check or a code means: why it matters, the likely cause, the fix')
    .argument('<word>', 'a check or a code, as a report names it: api.status, EXIT_KILLED')
    .option(
      '-c, --config <file>',
      'the file whose own checks are known too; default: failsafe.yaml here or above',
    )
    .option('--json', 'print it as JSON')
    .action((word: string, options: ExplainOptions) =>
      guarded(async () => (await import('./explain-word.ts')).explainWord(word, options)),
    );
}
