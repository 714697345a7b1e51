import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from 'typebox';
import Value from 'typebox/value';
import { parse } from 'yaml';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Deploy } from '../../config/schema/deploy.ts';
import { ProblemError } from '../../model/problem.ts';
import { composeCommand } from '../../runtimes/compose/command.ts';
import { ask } from '../../runtimes/docker/engine.ts';
import { imageId } from '../../runtimes/docker/image-id.ts';
import type { KeptImage } from '../../runtimes/docker/keep-images.ts';
import { listContainers, serviceOf } from '../../runtimes/docker/project-containers.ts';
import { insideCommand } from '../setup/run-inside.ts';
import { type AwaitOptions, awaitHealthy, failedBeside } from './await-healthy.ts';

type StartFirst = NonNullable<Deploy['startFirst']>[number];

/** What is swapped, and what runs now. */
export interface StartFirstOptions extends AwaitOptions {
  readonly project: string;
  /** The compose file of the new version, variables filled in. */
  readonly compose: string;
  /** What runs now. */
  readonly running: readonly KeptImage[];
  hear(line: string): void;
  /** Called right before the first container that serves goes. */
  replacing(): void;
}

const END_MS = 60_000;
/** A proxy goes on with what it knew for a moment, whether it was told to look again or finds out by itself. */
const HANDOVER_MS = 5000;

const Shape = Type.Object({
  services: Type.Record(
    Type.String(),
    Type.Object({
      ports: Type.Optional(Type.Array(Type.Unknown())),
      container_name: Type.Optional(Type.String()),
      network_mode: Type.Optional(Type.String()),
    }),
  ),
});

/** Why two containers of a service cannot run side by side; undefined when they can. */
function hindrance(compose: string, service: string): string | undefined {
  const document: unknown = parse(compose);
  const declared = Value.Check(Shape, document) ? document.services[service] : undefined;
  if ((declared?.ports ?? []).length > 0)
    return 'it publishes a port of this machine, which one container can have';
  if (declared?.container_name !== undefined)
    return 'it has a `container_name`, which one container can have';
  return declared?.network_mode === 'host'
    ? 'it has the network of this machine, where a port is taken once'
    : undefined;
}

const reloadOf = async (loaded: LoadedConfig, project: string, { reload }: StartFirst) =>
  reload && insideCommand(loaded, project, reload);

/**
 * Has the proxies of these services look up their addresses anew.
 *
 * @throws ProblemError SETUP_COMMAND_FAILED
 */
export async function reloadProxies(
  { loaded, project, signal, hear }: Pick<StartFirstOptions, 'loaded' | 'project' | 'signal' | 'hear'>,
  services: readonly string[],
): Promise<void> {
  const named = (loaded.config.deploy?.startFirst ?? []).filter(({ service }) => services.includes(service));
  for (const one of named) await (await reloadOf(loaded, project, one))?.run(signal, hear);
}

/** What is done, for people. */
export async function startFirstActs(loaded: LoadedConfig, project: string): Promise<string[]> {
  const acts = (loaded.config.deploy?.startFirst ?? []).map(async one => {
    const reload = await reloadOf(loaded, project, one);
    return [
      `start a new ${one.service} beside the old one, wait until it is healthy`,
      ...(reload === undefined ? [] : [reload.line]),
      'wait 5 s for the proxy',
      `remove the old ${one.service}`,
      ...(reload === undefined ? [] : [reload.line]),
    ];
  });
  return (await Promise.all(acts)).flat();
}

async function swap(one: StartFirst, options: StartFirstOptions): Promise<void> {
  const { loaded, engine, project, signal, hear, tell, replacing } = options;
  const { service } = one;
  const containers = async (within: AbortSignal) =>
    (await listContainers(engine, project, within)).filter(container => serviceOf(container) === service);
  const remove = (ids: readonly string[]) =>
    Promise.all(
      ids.map(async id => {
        const within = AbortSignal.timeout(END_MS);
        await ask(engine, within, docker => docker.getContainer(id).stop()).catch(() => undefined);
        await ask(engine, within, docker => docker.getContainer(id).remove({ force: true, v: true }));
      }),
    );
  const old = (await containers(signal)).map(({ Id }) => Id);
  const added = async (within: AbortSignal) =>
    (await containers(within)).map(({ Id }) => Id).filter(id => !old.includes(id));
  const words = [
    'up',
    '-d',
    '--no-deps',
    '--no-recreate',
    '--no-build',
    '--scale',
    `${service}=${old.length + 1}`,
  ];
  const up = await composeCommand(loaded, project, [...words, service]);
  const reload = await reloadOf(loaded, project, one);
  try {
    const refusal = await up.run(signal, { hear });
    const [fresh] = await added(signal);
    if (refusal !== undefined || fresh === undefined)
      throw failedBeside(service, 'could not be started', [refusal ?? up.line]);
    await awaitHealthy(service, fresh, options);
    await reload?.run(signal, hear);
    tell(`the proxy learns of the new ${service}`);
    await sleep(HANDOVER_MS, undefined, { signal });
  } catch (error) {
    await remove(await added(AbortSignal.timeout(END_MS)));
    throw error;
  }
  replacing();
  tell(`the old ${service} goes`);
  await remove(old);
  await reload?.run(signal, hear);
}

/**
 * Swaps the services under `deploy.startFirst` whose image has changed: the new container is healthy, and the proxy knows
 * of it, before the old one goes.
 *
 * @returns the services that were swapped
 * @throws ProblemError DEPLOY_START_FIRST_IMPOSSIBLE, DEPLOY_REHEARSAL_FAILED, SETUP_COMMAND_FAILED; what serves then serves on
 */
export async function startFirst(options: StartFirstOptions): Promise<readonly string[]> {
  const { loaded, engine, compose, running, signal } = options;
  const swapped: string[] = [];
  for (const one of loaded.config.deploy?.startFirst ?? []) {
    const { service } = one;
    const why = hindrance(compose, service);
    if (why !== undefined) {
      const message = `${service} cannot be started beside itself: ${why}`;
      const fix = 'Have only a proxy of the stack reach it, or leave it out of deploy.startFirst.';
      throw new ProblemError([{ code: 'DEPLOY_START_FIRST_IMPOSSIBLE', message, fix }]);
    }
    const now = running.find(image => image.service === service);
    const next = now && (await imageId(engine, now.name, signal));
    if (now === undefined || next === undefined || next === now.id) continue;
    await swap(one, options);
    swapped.push(service);
  }
  return swapped;
}
