import { Type } from 'typebox';
import Value from 'typebox/value';
import { parse } from 'yaml';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { composeCommand } from '../../runtimes/compose/command.ts';
import { ask, type Engine } from '../../runtimes/docker/engine.ts';
import { imageId } from '../../runtimes/docker/image-id.ts';
import type { KeptImage } from '../../runtimes/docker/keep-images.ts';
import { LABEL } from '../../runtimes/docker/project-containers.ts';
import { awaitHealthy, failedBeside } from './await-healthy.ts';

/** What is tried beside what runs. */
export interface RehearsalOptions {
  readonly loaded: LoadedConfig;
  readonly engine: Engine;
  readonly project: string;
  /** The compose file of the new version, variables filled in. */
  readonly compose: string;
  /** What runs now, and is to be tried. */
  readonly running: readonly KeptImage[];
  readonly signal: AbortSignal;
  hear(line: string): void;
  tell(status: string): void;
}

const END_MS = 30_000;

const Shape = Type.Object({
  services: Type.Record(Type.String(), Type.Object({ volumes: Type.Optional(Type.Array(Type.Unknown())) })),
});

/** Services whose image has changed, and that no volume ties to the old one. */
async function candidates(options: RehearsalOptions): Promise<string[]> {
  const { engine, compose, running, signal } = options;
  const document: unknown = parse(compose);
  const services = Value.Check(Shape, document) ? document.services : {};
  const found: string[] = [];
  for (const { service, id, name } of running) {
    const declared = services[service];
    if (declared === undefined || (declared.volumes ?? []).length > 0) continue;
    const next = await imageId(engine, name, signal);
    if (next === undefined || next === id) continue;
    const image = await ask(engine, signal, docker => docker.getImage(next).inspect());
    if (Object.keys(image.Config.Volumes ?? {}).length === 0) found.push(service);
  }
  return found;
}

/** The container of `compose run` with this name. */
async function find(engine: Engine, project: string, name: string, signal: AbortSignal) {
  const filters = { name: [`^/${name}$`], label: [`${LABEL.project}=${project}`] };
  const [found] = await ask(engine, signal, docker => docker.listContainers({ all: true, filters }));
  return found?.Id;
}

async function rehearseOne(service: string, options: RehearsalOptions): Promise<void> {
  const { loaded, engine, project, signal, hear } = options;
  const name = `${project}-${service}-rehearsal`;
  const remove = async () => {
    const id = await find(engine, project, name, AbortSignal.timeout(END_MS));
    if (id !== undefined)
      await ask(engine, AbortSignal.timeout(END_MS), docker =>
        docker.getContainer(id).remove({ force: true, v: true }),
      );
  };
  await remove();
  const run = await composeCommand(loaded, project, ['run', '-d', '--no-deps', '--name', name, service]);
  try {
    const refusal = await run.run(signal, { hear });
    const id = await find(engine, project, name, signal);
    if (refusal !== undefined || id === undefined)
      throw failedBeside(service, 'could not be started', [refusal ?? run.line]);
    await awaitHealthy(service, id, options);
  } finally {
    await remove();
  }
}

/**
 * Starts each new image in a container of its own, without its ports, and waits until it is healthy, or has run for a
 * while where it has no health check: one that ends, or never is, has then replaced nothing.
 *
 * @returns the services that were tried
 * @throws ProblemError DEPLOY_REHEARSAL_FAILED
 */
export async function rehearse(options: RehearsalOptions): Promise<readonly string[]> {
  const services = await candidates(options);
  for (const service of services) await rehearseOne(service, options);
  return services;
}
