import { type CommandWords, takesValue } from './command-words.ts';

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** That the command of the path was typed, and none below it. */
function condition({ path, commands }: CommandWords): string {
  if (path === '') return '__fish_use_subcommand';
  const seen = path.split(' ').map(word => `__fish_seen_subcommand_from ${word}`);
  const below =
    commands.length === 0
      ? []
      : [`not __fish_seen_subcommand_from ${commands.map(({ name }) => name).join(' ')}`];
  return [...seen, ...below].join('; and ');
}

function linesOf(words: CommandWords): string[] {
  const head = `complete -c failsafe -n ${quote(condition(words))}`;
  const commands = words.commands.map(
    ({ name, description }) => `${head} -f -a ${name} -d ${quote(description)}`,
  );
  const choices = words.choices.map(choice => `${head} -f -a ${quote(choice)}`);
  const options = words.options.map(option => {
    const short = option.short === undefined ? '' : ` -s ${option.short.slice(1)}`;
    const long = option.long === undefined ? '' : ` -l ${option.long.slice(2)}`;
    const values = option.argChoices === undefined ? '' : ` -f -a ${quote(option.argChoices.join(' '))}`;
    return `${head}${short}${long}${takesValue(option) ? ` -r${values}` : ''} -d ${quote(option.description)}`;
  });
  return [...commands, ...choices, ...options];
}

/** The script for fish. */
export const fishCompletion = (all: readonly CommandWords[]): string =>
  `# fish completion of failsafe: failsafe completion fish > ~/.config/fish/completions/failsafe.fish\n${all.flatMap(linesOf).join('\n')}\n`;
