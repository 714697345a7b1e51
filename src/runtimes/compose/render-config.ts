import { execa } from 'execa';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ProblemError } from '../../model/problem.ts';
import { printableLine } from '../../model/shell-line.ts';
import { composeCli } from '../docker/compose-cli.ts';
import { composeLine } from '../docker/printable-command.ts';
import { composeScope } from './compose-scope.ts';

const PATIENCE_MS = 60_000;

/**
 * The compose file of the deployment with its variables filled in, secrets among them: never to be shown.
 *
 * @throws ProblemError COMPOSE_REFUSED
 */
export async function renderConfig(
  loaded: LoadedConfig,
  project: string,
  signal: AbortSignal,
): Promise<string> {
  const line = composeLine({ cli: await composeCli(), ...composeScope(loaded, project) }, ['config']);
  const [program, ...args] = line;
  const { failed, stdout, stderr, shortMessage } = await execa(program, args, {
    reject: false,
    stdin: 'ignore',
    timeout: PATIENCE_MS,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (!failed) return `${stdout}\n`;
  throw new ProblemError([
    {
      code: 'COMPOSE_REFUSED',
      message: 'docker compose does not accept the compose file',
      causes: (stderr.trim() || shortMessage || '').split('\n').slice(-3),
      fix: `Mend what it says. By hand: ${printableLine(line)}`,
    },
  ]);
}
