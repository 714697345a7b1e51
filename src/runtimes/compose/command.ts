import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { printableLine } from '../../model/shell-line.ts';
import { composeCli } from '../docker/compose-cli.ts';
import { composeLine } from '../docker/printable-command.ts';
import { composeScope } from './compose-scope.ts';

const PATIENCE_MS = 300_000;
const LAST_LINES = 3;

/** What came of a command: undefined when it was done, else what docker compose said. */
export type Refusal = string | undefined;

/** How long a command may take, and who hears what it says. */
export interface CommandOptions {
  /** Default: 5 minutes. */
  readonly timeoutMs?: number;
  /** Lines of a refusal that are given; default: 3. */
  readonly lastLines?: number;
  readonly hear?: (line: string) => void;
  /** Ctrl-C at the terminal, which goes to all that was started from there, is not for it. Default: it ends it. */
  readonly apart?: boolean;
}

/** A command of docker compose on the deployment: to print, and to run. */
export interface ComposeCommand {
  /** As a person types it. */
  readonly line: string;
  run(signal: AbortSignal, options?: CommandOptions): Promise<Refusal>;
}

/**
 * Makes a command of docker compose on the deployment.
 *
 * @param files instead of those of failsafe.yaml; relative paths in them start where they would in those
 */
export async function composeCommand(
  loaded: LoadedConfig,
  project: string,
  words: readonly string[],
  files?: readonly string[],
): Promise<ComposeCommand> {
  const scope = { cli: await composeCli(), ...composeScope(loaded, project) };
  const [first = loaded.file] = scope.files;
  const line =
    files === undefined
      ? composeLine(scope, words)
      : composeLine({ ...scope, files }, ['--project-directory', dirname(first), ...words]);
  const [program, ...args] = line;
  return {
    line: printableLine(line),
    async run(signal, { timeoutMs = PATIENCE_MS, lastLines = LAST_LINES, hear, apart = false } = {}) {
      const child = execa(program, args, {
        all: true,
        reject: false,
        stdin: 'ignore',
        timeout: timeoutMs,
        cancelSignal: signal,
        detached: apart,
        env: { COMPOSE_ANSI: 'never', COMPOSE_PROGRESS: 'plain', BUILDKIT_PROGRESS: 'plain' },
      });
      if (hear) createInterface({ input: child.all }).on('line', hear);
      const { failed, all, shortMessage } = await child;
      signal.throwIfAborted();
      return failed ? all.trim().split('\n').slice(-lastLines).join('\n') || shortMessage : undefined;
    },
  };
}
