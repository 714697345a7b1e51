import { type CommandWords, flagsOf, takesValue } from './command-words.ts';

/** Names, flags and choices are words of this program: letters, digits, dashes. None needs quoting within the quotes. */
const quoted = (words: readonly string[]): string => `"${words.join(' ')}"`;

const patternsOf = ({ path, options }: CommandWords, few: boolean) =>
  options
    .filter(option => takesValue(option) && (option.argChoices !== undefined) === few)
    .map(option => ({
      pattern: flagsOf(option)
        .map(flag => `"${path}:${flag}"`)
        .join('|'),
      choices: option.argChoices ?? [],
    }));

/** Where a value is one of few, these; else the shell proposes files. */
const valueCases = (all: readonly CommandWords[]): string[] => [
  ...all
    .flatMap(words => patternsOf(words, true))
    .map(({ pattern, choices }) => `    ${pattern}) list=${quoted(choices)} ;;`),
  `    ${all
    .flatMap(words => patternsOf(words, false))
    .map(({ pattern }) => pattern)
    .join('|')}) return ;;`,
];

const wordCase = ({ path, commands, options, choices }: CommandWords): string =>
  `      "${path}") list=${quoted([...commands.map(({ name }) => name), ...choices, ...options.flatMap(flagsOf)])} ;;`;

/**
 * The function for bash (from 3.2) and, by bashcompinit, zsh. It is all there is: nothing is asked or evaluated while somebody
 * types, as the completers do that call their program with the words of the line, and no library of the shell is needed.
 */
function completer(all: readonly CommandWords[]): string {
  const paths = all.map(({ path }) => path).filter(path => path !== '');
  return `_failsafe() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" at="" list="" word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD-1))}"; do
    case "\${at:+$at }$word" in
      ${paths.map(path => `"${path}"`).join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at:$before" in
${valueCases(all).join('\n')}
    *) case "$at" in
${all.map(wordCase).join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$list" -- "$cur"))
}
complete -o bashdefault -o default -F _failsafe failsafe
`;
}

/** The script for bash. */
export const bashCompletion = (all: readonly CommandWords[]): string =>
  `# bash completion of failsafe: source <(failsafe completion bash)\n${completer(all)}`;

/** The script for zsh, which has a way to read completions of bash. */
export const zshCompletion = (all: readonly CommandWords[]): string =>
  `# zsh completion of failsafe: source <(failsafe completion zsh)
autoload -Uz compinit bashcompinit
(( \${+functions[compdef]} )) || compinit
bashcompinit
${completer(all)}`;
