import type { LoadedConfig } from '../config/loaded-config.ts';
import { ProblemError } from '../model/problem.ts';
import type { Progress, Stack } from '../model/stack.ts';
import type { ServiceAct } from '../model/verdict.ts';
import type { Refusal } from '../runtimes/compose/command.ts';
import type { EngineEvent } from '../runtimes/docker/engine-events.ts';

/** What is monitored: to look at, to act on, to listen to. */
export interface MonitoredDeployment {
  readonly stack: Stack;
  act(act: ServiceAct): Promise<Refusal>;
  /** Tells of what happens until the signal; at once and for ever silent where nothing tells. */
  listen(heard: (event: EngineEvent) => void, signal: AbortSignal): Promise<void>;
  /** Ends what was started for it. */
  stop(): Promise<void>;
}

/**
 * Attaches to the deployment, whether its engine answers or not; in the runtime `processes` it is started, and ends
 * with the monitor. Of the runtimes and their libraries only the one that is monitored is loaded.
 *
 * @throws ProblemError MONITOR_NEEDS_DEPLOYMENT, and those of a start
 */
export async function openDeployment(
  loaded: LoadedConfig,
  signal: AbortSignal,
  progress: Progress,
): Promise<MonitoredDeployment> {
  switch (loaded.runtime) {
    case 'compose':
      return (await import('./open-compose.ts')).openCompose(loaded);
    case 'processes':
      return (await import('./open-processes.ts')).openProcesses(loaded, signal, progress);
    case 'testcontainers':
      throw new ProblemError([
        {
          code: 'MONITOR_NEEDS_DEPLOYMENT',
          message:
            'the runtime testcontainers brings a stack up for one run: there is nothing that lasts to be monitored',
          fix: 'Name the deployment that runs with --runtime compose, or set stack.runtime to it.',
        },
      ]);
  }
}
