import type { Command, Option } from 'commander';

/** What may stand behind one command. */
export interface CommandWords {
  /** `monitor stop`; empty for failsafe itself. */
  readonly path: string;
  readonly description: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly Option[];
  /** Words that an argument may be, where they are few. */
  readonly choices: readonly string[];
}

/** All commands of a program, those that are hidden left out. */
export function commandWords(command: Command, path = ''): CommandWords[] {
  const help = command.createHelp();
  const inner = help.visibleCommands(command).filter(one => one.name() !== 'help');
  const own: CommandWords = {
    path,
    description: command.description(),
    commands: inner.map(one => ({ name: one.name(), description: one.description() })),
    options: help.visibleOptions(command),
    choices: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
  };
  return [own, ...inner.flatMap(one => commandWords(one, `${path} ${one.name()}`.trim()))];
}

/** The ways to write an option: `-r`, `--runtime`. */
export const flagsOf = ({ short, long }: Option): string[] =>
  [short, long].filter(flag => flag !== undefined);

/** Whether a word follows the option. */
export const takesValue = ({ required, optional }: Option): boolean => required || optional;
