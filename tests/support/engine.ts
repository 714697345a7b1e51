import { imageId } from '../../src/runtimes/docker/image-id.ts';
import { reachEngine } from '../../src/runtimes/docker/reach-engine.ts';

/** The only image that tests build on; machines without a registry make it themselves. */
export const BASE_IMAGE = 'debian:bookworm-slim';

/** Whether tests with containers can run here. */
export type EngineForTests =
  | { readonly available: true }
  | { readonly available: false; readonly reason: string };

/** Looks for a Docker engine that has the base image. Test files skip with the reason when there is none. */
export async function engine(): Promise<EngineForTests> {
  try {
    const signal = AbortSignal.timeout(10_000);
    const found = await reachEngine(signal);
    if ((await imageId(found, BASE_IMAGE, signal)) !== undefined) return { available: true };
    return { available: false, reason: `the Docker engine has no image ${BASE_IMAGE}` };
  } catch (error) {
    return { available: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
