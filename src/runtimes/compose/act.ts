import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { ServiceAct } from '../../model/verdict.ts';
import { actionWords } from '../docker/printable-command.ts';
import { composeCommand, type Refusal } from './command.ts';

/** Does an act on a service of the deployment, by the very command that reports print for it. Only the signal ends it. */
export async function act(
  loaded: LoadedConfig,
  project: string,
  { action, service }: ServiceAct,
  signal: AbortSignal,
): Promise<Refusal> {
  const command = await composeCommand(loaded, project, actionWords(action, service));
  return command.run(signal, { apart: true });
}
