import { ask, type Engine } from './engine.ts';

/** A name that no tag gives to another image: one with a digest, or an id. */
export const isFixedName = (name: string): boolean => name.includes('@') || name.startsWith('sha256:');

/** Has a name mean this image (again): whoever makes a container from that name gets it. */
export async function giveName(engine: Engine, id: string, name: string, signal: AbortSignal): Promise<void> {
  const [, repo = name, tag = 'latest'] = /^(.+?)(?::([^:/]+))?$/.exec(name) ?? [];
  await ask(engine, signal, docker => docker.getImage(id).tag({ repo, tag }));
}
