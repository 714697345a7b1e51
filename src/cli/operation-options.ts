import { type Command, Option } from 'commander';
import { RUNTIMES } from '../model/stack.ts';

/** `--runtime`, as all commands have it. */
export const runtimeOption = (): Option =>
  new Option('-r, --runtime <name>', 'where the stack runs; overrides FAILSAFE_RUNTIME and the file').choices(
    [...RUNTIMES],
  );

/**
 * Adds the options that every operation has.
 *
 * @param named what --yes has to name, where what is done cannot be taken back
 */
export function withOperationOptions(command: Command, named?: string): Command {
  return command
    .option('-c, --config <file>', 'the file; default: failsafe.yaml here or in the nearest parent folder')
    .addOption(runtimeOption())
    .option('--dry-run', 'print what would be done, exactly, and do nothing')
    .option(
      named === undefined ? '-y, --yes' : `-y, --yes [${named}]`,
      named === undefined ? 'do not ask' : `do not ask; takes the name of the ${named}`,
    )
    .option('--json', 'print what was done as JSON; progress goes to standard error');
}
