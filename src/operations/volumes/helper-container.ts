import type Docker from 'dockerode';
import { demultiplex } from '../../runtimes/docker/demultiplex.ts';
import { ask, type Engine } from '../../runtimes/docker/engine.ts';
import { engineStatus } from '../../runtimes/docker/engine-error.ts';

/** Where a helper has the volume. */
export const MOUNT = '/failsafe-volume';
/** Carries the name of the project. */
const LABEL = 'failsafe.helper';
const END_MS = 60_000;

/** The volume that a helper has mounted. */
export interface HelperOptions {
  readonly engine: Engine;
  readonly project: string;
  readonly volume: string;
  /** Images that are here already, the likeliest first. */
  readonly images: readonly string[];
  readonly signal: AbortSignal;
}

/** The engine has no image to make a container from. */
export class NoImage extends Error {
  constructor(wants: string) {
    super(`the engine has no image that ${wants}: build the project, or pull one`);
    this.name = 'NoImage';
  }
}

type Create = Docker.ContainerCreateOptions;

async function remove(engine: Engine, id: string): Promise<void> {
  const patience = AbortSignal.timeout(END_MS);
  await ask(engine, patience, docker => docker.getContainer(id).remove({ force: true, v: true })).catch(
    error => {
      if (engineStatus(error) !== 404) throw error;
    },
  );
}

/** Removes helpers of a run that was killed: they would keep volumes from being removed. */
async function sweep({ engine, project, signal }: HelperOptions): Promise<void> {
  const filters = { label: [`${LABEL}=${project}`] };
  const left = await ask(engine, signal, docker => docker.listContainers({ all: true, filters }));
  for (const { Id } of left) await remove(engine, Id);
}

async function create(options: HelperOptions, image: string, more: Create): Promise<string> {
  const { engine, project, volume, signal } = options;
  const { HostConfig, ...rest } = more;
  const made = await ask(engine, signal, docker =>
    docker.createContainer({
      Image: image,
      Labels: { [LABEL]: project },
      HostConfig: {
        NetworkMode: 'none',
        Mounts: [
          {
            Type: 'volume',
            Source: volume,
            Target: MOUNT,
            ReadOnly: false,
            Consistency: 'default',
            VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } },
          },
        ],
        ...HostConfig,
      },
      ...rest,
    } as Create),
  );
  return made.id;
}

/**
 * Makes a container that has the volume mounted and is never started: the engine reads and writes the files of such a
 * one as well, whatever is in its image. It is removed in any case.
 *
 * @throws NoImage
 */
export async function withHelper<T>(
  options: HelperOptions,
  work: (container: string) => Promise<T>,
): Promise<T> {
  const [image] = options.images;
  if (image === undefined) throw new NoImage('a container can be made from');
  await sweep(options);
  const id = await create(options, image, { Entrypoint: ['/never-started'], Cmd: [] });
  try {
    return await work(id);
  } finally {
    await remove(options.engine, id);
  }
}

/** Status by which the engine says that an image has no such program. */
const NOT_STARTED = [400, 404, 500];

/**
 * Runs a script by `sh` in a container that has the volume as its working directory, from the first image that has `sh`.
 *
 * @throws NoImage; Error with what the script said when it ended otherwise than well
 */
export async function runOnVolume(
  options: HelperOptions,
  script: string,
  args: readonly string[] = [],
): Promise<void> {
  const { engine, signal } = options;
  await sweep(options);
  for (const image of options.images) {
    const id = await create(options, image, {
      Entrypoint: ['sh', '-euc', script, 'sh'],
      Cmd: [...args],
      WorkingDir: MOUNT,
      User: '0:0',
    });
    try {
      await ask(engine, signal, docker => docker.getContainer(id).start());
      const { StatusCode } = await ask(engine, signal, docker => docker.getContainer(id).wait());
      if (StatusCode === 0) return;
      const said = await ask(engine, signal, docker =>
        docker.getContainer(id).logs({ stdout: true, stderr: true }),
      );
      if (StatusCode !== 127)
        throw new Error(demultiplex(said).toString('utf8').trim() || `exit code ${StatusCode}`);
    } catch (error) {
      if (!NOT_STARTED.includes(engineStatus(error) ?? 0)) throw error;
    } finally {
      await remove(engine, id);
    }
  }
  throw new NoImage('has sh, mv and rm');
}
