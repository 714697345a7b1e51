import { Argument, type Command } from 'commander';
import { guarded } from './guarded.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

async function print(program: Command, shell: (typeof SHELLS)[number]): Promise<number> {
  const { commandWords } = await import('./shell/command-words.ts');
  const { bashCompletion, zshCompletion } = await import('./shell/bash.ts');
  const { fishCompletion } = await import('./shell/fish.ts');
  const render = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell];
  process.stdout.write(render(commandWords(program)));
  return 0;
}

/** `failsafe completion`: the script that has a shell complete commands, options and their choices. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('print a script that has your shell complete commands, options and choices')
    .addArgument(new Argument('<shell>', 'the shell').choices([...SHELLS]))
    .addHelpText(
      'after',
      `
Examples:
  source <(failsafe completion bash)     in ~/.bashrc
  source <(failsafe completion zsh)      in ~/.zshrc
  failsafe completion fish > ~/.config/fish/completions/failsafe.fish`,
    )
    .action((shell: (typeof SHELLS)[number]) => guarded(() => print(program, shell)));
}
