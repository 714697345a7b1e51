import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ProbeError } from '../../model/probe-error.ts';
import type { ServiceAct } from '../../model/verdict.ts';
import { ask, type Engine, openEngine } from '../docker/engine.ts';
import { actionWords } from '../docker/printable-command.ts';
import {
  type InspectedContainer,
  inspectContainer,
  listContainers,
  serviceOf,
} from '../docker/project-containers.ts';
import { composeCommand, type Refusal } from './command.ts';

const RESTART_MS = 300_000;

const isWell = ({ State }: InspectedContainer): boolean =>
  State.Status === 'running' && (State.Health === undefined || State.Health.Status === 'healthy');

/** Of several containers of a service those that are not well; undefined where that tells none from the others. */
async function brokenAmong(
  engine: Engine,
  project: string,
  service: string,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const listed = (await listContainers(engine, project, signal)).filter(one => serviceOf(one) === service);
  if (listed.length < 2) return undefined;
  const found = await Promise.all(listed.map(({ Id }) => inspectContainer(engine, Id, signal)));
  const broken = found.flatMap(one => (one === undefined || isWell(one) ? [] : [one.Id]));
  return broken.length === 0 || broken.length === listed.length ? undefined : broken;
}

/**
 * Restarts those of the containers of a service that are not well, and leaves the others at work.
 *
 * @returns whether it did: all are to be restarted where none is known to be better than the others
 */
async function restartBroken(project: string, service: string, stop: AbortSignal): Promise<boolean> {
  try {
    const engine = openEngine();
    const signal = AbortSignal.any([stop, AbortSignal.timeout(RESTART_MS)]);
    const broken = await brokenAmong(engine, project, service, signal);
    for (const id of broken ?? []) await ask(engine, signal, docker => docker.getContainer(id).restart());
    return broken !== undefined;
  } catch (error) {
    if (error instanceof ProbeError) return false;
    throw error;
  }
}

/** Does an act on a service of the deployment, by the very command that reports print for it; of several containers only the broken are restarted. Only the signal ends it. */
export async function act(
  loaded: LoadedConfig,
  project: string,
  { action, service }: ServiceAct,
  signal: AbortSignal,
): Promise<Refusal> {
  if (action === 'restart' && (await restartBroken(project, service, signal))) return undefined;
  const command = await composeCommand(loaded, project, actionWords(action, service));
  return command.run(signal, { apart: true });
}
