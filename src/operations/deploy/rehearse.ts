import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from 'typebox';
import Value from 'typebox/value';
import { parse } from 'yaml';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { formatDuration } from '../../config/units.ts';
import { ProblemError } from '../../model/problem.ts';
import { composeCommand } from '../../runtimes/compose/command.ts';
import { ask, type Engine } from '../../runtimes/docker/engine.ts';
import { imageId } from '../../runtimes/docker/image-id.ts';
import type { KeptImage } from '../../runtimes/docker/keep-images.ts';
import { inspectContainer, LABEL } from '../../runtimes/docker/project-containers.ts';
import { readLogs } from '../../runtimes/docker/read-logs.ts';

/** What is tried beside what runs. */
export interface RehearsalOptions {
  readonly loaded: LoadedConfig;
  readonly engine: Engine;
  readonly project: string;
  /** The compose file of the new version, variables filled in. */
  readonly compose: string;
  /** What runs now. */
  readonly running: readonly KeptImage[];
  readonly signal: AbortSignal;
  hear(line: string): void;
  tell(status: string): void;
}

const PAUSE_MS = 300;
const START_TIMEOUT_MS = 120_000;
/** What has no health check has to run for so long. */
const STEADY_MS = 3000;
const TAIL = 10;
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

const failed = (service: string, message: string, causes: readonly string[]) =>
  new ProblemError([
    {
      code: 'DEPLOY_REHEARSAL_FAILED',
      message: `the new image of ${service} ${message}: it was tried beside the old one, which serves on`,
      causes,
      fix: 'Correct it, and deploy again. Nothing that runs was changed.',
    },
  ]);

async function rehearseOne(service: string, options: RehearsalOptions): Promise<void> {
  const { loaded, engine, project, signal, hear, tell } = options;
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
      throw failed(service, 'could not be started', [refusal ?? run.line]);
    const patience = loaded.config.stack?.startTimeout ?? START_TIMEOUT_MS;
    const startedAt = performance.now();
    const endsAt = startedAt + patience;
    for (;;) {
      const state = (await inspectContainer(engine, id, signal))?.State;
      const health = state?.Health?.Status;
      const runs = state?.Running === true && !state.Restarting;
      const isSteady = health === undefined && performance.now() > startedAt + Math.min(STEADY_MS, patience);
      if (runs && (health === 'healthy' || isSteady)) return;
      const said = () => readLogs(engine, [id], { tail: TAIL }, signal).catch(() => []);
      if (!runs) throw failed(service, `ended with exit code ${state?.ExitCode}`, await said());
      if (health === 'unhealthy') throw failed(service, 'is unhealthy', await said());
      if (performance.now() > endsAt)
        throw failed(service, `was not healthy within ${formatDuration(patience)}`, await said());
      tell(`${service}: ${health ?? 'runs'}`);
      await sleep(PAUSE_MS, undefined, { signal });
    }
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
