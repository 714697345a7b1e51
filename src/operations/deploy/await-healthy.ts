import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { formatDuration } from '../../config/units.ts';
import { ProblemError } from '../../model/problem.ts';
import type { Engine } from '../../runtimes/docker/engine.ts';
import { inspectContainer } from '../../runtimes/docker/project-containers.ts';
import { readLogs } from '../../runtimes/docker/read-logs.ts';

/** Where a container is looked at. */
export interface AwaitOptions {
  readonly loaded: LoadedConfig;
  readonly engine: Engine;
  readonly signal: AbortSignal;
  tell(status: string): void;
}

const PAUSE_MS = 300;
const START_TIMEOUT_MS = 120_000;
/** What has no health check has to run for so long. */
const STEADY_MS = 3000;
const TAIL = 10;

/** Says that a new image is no good, which has replaced nothing yet. */
export const failedBeside = (service: string, message: string, causes: readonly string[]): ProblemError =>
  new ProblemError([
    {
      code: 'DEPLOY_REHEARSAL_FAILED',
      message: `the new image of ${service} ${message}: it was tried beside the old one, which serves on`,
      causes,
      fix: 'Correct it, and deploy again. Nothing that runs was changed.',
    },
  ]);

/**
 * Waits until a container of a new image is healthy, or has run for a while where it has no health check.
 *
 * @throws ProblemError DEPLOY_REHEARSAL_FAILED with the last lines of its log
 */
export async function awaitHealthy(
  service: string,
  id: string,
  { loaded, engine, signal, tell }: AwaitOptions,
): Promise<void> {
  const patience = loaded.config.stack?.startTimeout ?? START_TIMEOUT_MS;
  const startedAt = performance.now();
  for (;;) {
    const state = (await inspectContainer(engine, id, signal))?.State;
    const health = state?.Health?.Status;
    const ranFor = performance.now() - startedAt;
    const runs = state?.Running === true && !state.Restarting;
    const isSteady = health === undefined && ranFor > Math.min(STEADY_MS, patience);
    if (runs && (health === 'healthy' || isSteady)) return;
    const said = () => readLogs(engine, [id], { tail: TAIL }, signal).catch(() => []);
    if (!runs) throw failedBeside(service, `ended with exit code ${state?.ExitCode}`, await said());
    if (health === 'unhealthy') throw failedBeside(service, 'is unhealthy', await said());
    if (ranFor > patience)
      throw failedBeside(service, `was not healthy within ${formatDuration(patience)}`, await said());
    tell(`${service}: ${health ?? 'runs'}`);
    await sleep(PAUSE_MS, undefined, { signal });
  }
}
