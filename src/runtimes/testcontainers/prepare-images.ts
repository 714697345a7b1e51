import type { Progress } from '../../model/stack.ts';
import type { ComposeCli } from '../docker/compose-cli.ts';
import type { Engine } from '../docker/engine.ts';
import { imageId } from '../docker/image-id.ts';
import type { ComposeDocument } from './compose-document.ts';
import { type ComposeCall, runCompose } from './run-compose.ts';
import { composeFailure } from './start-failure.ts';

/** The builder of old versions leaves the container of a step that failed behind, if it is not told otherwise. */
const tidily = ([program]: ComposeCli): string[] => (program === 'docker' ? [] : ['--force-rm']);

async function build(call: ComposeCall, buildProject: string, file: string): Promise<void> {
  const answer = await runCompose(call, ['-p', buildProject, '-f', file, 'build', ...tidily(call.cli)]);
  if (answer.ok) return;
  const fix = 'Mend the Dockerfile or its context. The end of the build’s output is above.';
  throw composeFailure('STACK_BUILD_FAILED', 'the images of the stack could not be built', answer, fix);
}

async function pull(
  call: ComposeCall,
  project: string,
  file: string,
  names: readonly string[],
): Promise<void> {
  const answer = await runCompose(call, ['-p', project, '-f', file, 'pull', ...names]);
  if (answer.ok) return;
  const fix = 'Look at the name of the image, the connection to its registry, and `docker login`.';
  throw composeFailure('STACK_IMAGE_UNAVAILABLE', `no image for ${names.join(', ')}`, answer, fix);
}

/**
 * Builds and pulls what the services run on, before the clock of the start begins to tick. Images are always built, or
 * else the code of an earlier run would be checked: unchanged layers come from the engine's cache.
 */
export async function prepareImages(
  engine: Engine,
  call: ComposeCall,
  names: { readonly project: string; readonly buildProject: string; readonly file: string },
  document: ComposeDocument,
  progress: Progress,
): Promise<void> {
  const services = Object.entries(document.services);
  const built = services.filter(([, service]) => service.build !== undefined);
  if (built.length > 0) {
    progress(`building ${built.map(([name]) => name).join(', ')}`);
    await build(call, names.buildProject, names.file);
  }
  const builtImages = new Set(built.map(([, service]) => service.image));
  const others = services.filter(([, { image }]) => image !== undefined && !builtImages.has(image));
  const ids = await Promise.all(others.map(([, { image = '' }]) => imageId(engine, image, call.signal)));
  const absent = others.filter((_, index) => ids[index] === undefined).map(([name]) => name);
  if (absent.length === 0) return;
  progress(`pulling the images of ${absent.join(', ')}`);
  await pull(call, names.project, names.file, absent);
}
