import type { Readable } from 'node:stream';
import { ask, type Engine } from '../../runtimes/docker/engine.ts';
import { MOUNT } from './helper-container.ts';

/** What is in a folder of the volume of a helper, as a tar archive. */
export const readArchive = async (
  engine: Engine,
  container: string,
  signal: AbortSignal,
  folder = '',
): Promise<Readable> =>
  (await ask(engine, signal, docker =>
    docker.getContainer(container).getArchive({ path: `${MOUNT}/${folder}.` }),
  )) as Readable;
