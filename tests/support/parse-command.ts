import { type Command, CommanderError } from 'commander';
import { createProgram } from '../../src/cli/program.ts';

function silence(command: Command): void {
  command
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .action(() => undefined);
  for (const inner of command.commands) silence(inner);
}

const HELP = ['commander.helpDisplayed', 'commander.help', 'commander.version'];

/** What the command line of failsafe has against these arguments; undefined: nothing. Nothing is run. */
export function refusalOf(args: readonly string[]): string | undefined {
  const program = createProgram();
  for (const inner of program.commands) silence(inner);
  program.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  try {
    program.parse([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return HELP.includes(error.code) ? undefined : error.message;
  }
}
