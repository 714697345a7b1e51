import { request } from 'undici';
import type { Probe } from '../model/probe.ts';
import { causeChain } from '../model/problem.ts';
import { hostOf } from './host/host-of.ts';

/** What an image is pulled from when its name does not say. */
const DOCKER_HUB = 'registry-1.docker.io';

/** `ghcr.io/a/b:1` → `ghcr.io`; `postgres:17` → Docker Hub. A host has a dot or a port, or is localhost. */
export function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return !isHost || first === 'docker.io' ? DOCKER_HUB : first;
}

/** Whether the engine has an image; if not, whether its registry answers. */
export const probe: Probe<'image-source'> = {
  id: 'image-source',
  async observe({ image }, { stack, signal }) {
    if (await hostOf(stack).hasImage(image, signal)) return { here: true };
    const host = registryOf(image);
    try {
      // Whatever it answers, it is there; most ask for a login
      const { body } = await request(`https://${host}/v2/`, { signal });
      await body.dump();
      return { here: false, registry: { host, reached: true } };
    } catch (error) {
      return { here: false, registry: { host, reached: false, reason: causeChain(error).at(-1) } };
    }
  },
};
