import type { Command } from 'commander';
import { guarded } from './guarded.ts';

/** `failsafe install-hook`: has git run `failsafe precommit`. */
export function addInstallHookCommand(program: Command): void {
  program
    .command('install-hook')
    .description('have git run `failsafe precommit` before each commit; a hook that is there stays')
    .action(() => guarded(async () => (await import('./write-hook.ts')).writeHook(process.cwd())));
}
