import { ask, type Engine } from './engine.ts';
import { engineStatus } from './engine-error.ts';

/** The id of the image that a name points to now; undefined when there is none. */
export async function imageId(
  engine: Engine,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const image = await ask(engine, signal, docker => docker.getImage(name).inspect());
    return image.Id;
  } catch (error) {
    if (engineStatus(error) === 404) return undefined;
    throw error;
  }
}
