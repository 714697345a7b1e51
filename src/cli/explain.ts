import type { Command } from 'commander';
import { guarded } from './guarded.ts';

/** `failsafe explain`: the page of a check or of a code. */
export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .description('say what a check or a code means: why it matters, the likely cause, the fix')
    .argument('<word>', 'a check or a code, as a report names it: api.status, EXIT_KILLED')
    .option('--json', 'print it as JSON')
    .action((word: string, options: { json?: boolean }) =>
      guarded(async () => {
        const { explain } = await import('../engine/explain.ts');
        const { checks } = await import('../engine/registry.generated.ts');
        const { hostChecks } = await import('../engine/host-checks.generated.ts');
        const { renderExplanations } = await import('../../reporters/explanation.ts');
        const { styleFor } = await import('../../reporters/style.ts');
        const found = explain(word, [...checks, ...hostChecks]);
        process.stdout.write(
          options.json
            ? `${JSON.stringify(found, null, 2)}\n`
            : renderExplanations(found, styleFor(process.stdout)),
        );
        return 0;
      }),
    );
}
