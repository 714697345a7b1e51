import type { Command } from 'commander';
import { ProblemError } from '../model/problem.ts';
import { guarded } from './guarded.ts';

/** `failsafe config check`: validates failsafe.yaml without looking at anything. */
export function addConfigCommand(program: Command): void {
  const config = program.command('config').description('work with failsafe.yaml');
  config
    .command('check')
    .description('validate failsafe.yaml and say how many checks it makes; looks at nothing')
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .option('--json', 'print the plan as JSON, or all problems of the file')
    .action(options => guarded(() => checkConfig(options)));
}

const json = (value: object) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

async function checkConfig(options: { config?: string; json?: boolean }): Promise<number> {
  const { loadConfig } = await import('../config/load.ts');
  const { createPlan } = await import('../engine/plan.ts');
  const { checksOf } = await import('../engine/extensions/checks-of.ts');
  const plans = async () => {
    const loaded = await loadConfig({ file: options.config });
    return { loaded, plan: createPlan(loaded, await checksOf(loaded)) };
  };
  const { loaded, plan } = await plans().catch((error: unknown) => {
    if (options.json && error instanceof ProblemError) json({ problems: error.problems });
    throw error;
  });
  if (options.json) {
    const rows = plan.checks.map(({ id, level, tags, needs }) => ({ id, level, tags, needs }));
    json({ file: loaded.file, runtime: loaded.runtime, checks: rows });
  } else {
    process.stdout.write(
      `${loaded.file} is valid: ${plan.checks.length} checks, runtime ${loaded.runtime}\n`,
    );
  }
  return 0;
}
