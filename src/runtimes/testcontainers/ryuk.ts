import { setTimeout as sleep } from 'node:timers/promises';
import { causeChain } from '../../model/problem.ts';
import { ask, type Engine } from '../docker/engine.ts';

/** A registry that does not answer is not waited for any longer. */
const PATIENCE_MS = 15_000;

const engineId = (info: unknown): string | undefined => (info as { ID?: string }).ID;

async function register(engine: Engine, project: string, signal: AbortSignal): Promise<void> {
  const { getContainerRuntimeClient, getReaper } = await import('testcontainers');
  const client = await getContainerRuntimeClient();
  const [ours, theirs] = await Promise.all([
    ask(engine, signal, docker => docker.info()),
    client.container.dockerode.info(),
  ]);
  if (engineId(ours) !== engineId(theirs))
    throw new Error(`Testcontainers found another engine than ${engine.uri}; set DOCKER_HOST`);
  const reaper = await getReaper(client);
  reaper.addComposeProject(project);
}

/**
 * Has Ryuk, the reaper of Testcontainers, remove the project when this process is gone: it also works when the whole
 * machine of a CI job is taken away, sweeper and all. Its image cannot be had everywhere, and a run does without; the
 * answer is then the reason. TESTCONTAINERS_RYUK_DISABLED=true asks for that.
 */
export async function registerWithRyuk(
  engine: Engine,
  project: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (process.env.TESTCONTAINERS_RYUK_DISABLED === 'true') return undefined;
  const settled = new AbortController();
  const registered = register(engine, project, signal).then(
    () => undefined,
    error =>
      causeChain(error)
        .join(': ')
        .replace(/^\(HTTP code \d+\)[^-]*- /, '')
        .trim(),
  );
  const late = sleep(PATIENCE_MS, 'its image was not pulled in time', { signal: settled.signal, ref: false });
  const reason = await Promise.race([registered, late.catch(() => undefined)]);
  settled.abort();
  return reason;
}
