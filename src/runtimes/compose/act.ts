import { execa } from 'execa';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { ServiceAct } from '../../model/verdict.ts';
import { composeCli } from '../docker/compose-cli.ts';
import { actionLine } from '../docker/printable-command.ts';
import { composeScope } from './compose-scope.ts';

const PATIENCE_MS = 300_000;

/** What came of an act: undefined when it was done, else what docker compose said. */
export type Refusal = string | undefined;

/** Does an act on a service of the deployment, by the very command that reports print for it. */
export async function act(
  loaded: LoadedConfig,
  project: string,
  { action, service }: ServiceAct,
  signal: AbortSignal,
): Promise<Refusal> {
  const scope = { cli: await composeCli(), ...composeScope(loaded, project) };
  const [program, ...words] = actionLine(scope, action, service);
  const { failed, stderr, shortMessage } = await execa(program, words, {
    reject: false,
    stdin: 'ignore',
    timeout: PATIENCE_MS,
    cancelSignal: signal,
  });
  return failed ? stderr.trim().split('\n').slice(-3).join('\n') || shortMessage : undefined;
}
