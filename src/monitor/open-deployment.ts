import type { LoadedConfig } from '../config/loaded-config.ts';
import { ProblemError } from '../model/problem.ts';
import type { Progress, Stack } from '../model/stack.ts';
import type { ServiceAct } from '../model/verdict.ts';
import { act as composeAct } from '../runtimes/compose/act.ts';
import type { Refusal } from '../runtimes/compose/command.ts';
import { compose } from '../runtimes/compose/compose.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { openEngine } from '../runtimes/docker/engine.ts';
import { type EngineEvent, listenToEngine } from '../runtimes/docker/engine-events.ts';
import { restartService, signalService } from '../runtimes/processes/control.ts';
import { processes } from '../runtimes/processes/processes.ts';

/** What is monitored: to look at, to act on, to listen to. */
export interface MonitoredDeployment {
  readonly stack: Stack;
  act(act: ServiceAct): Promise<Refusal>;
  /** Tells of what happens until the signal; at once and for ever silent where nothing tells. */
  listen(heard: (event: EngineEvent) => void, signal: AbortSignal): Promise<void>;
  /** Ends what was started for it. */
  stop(): Promise<void>;
}

const START_PATIENCE_MS = 300_000;

async function openCompose(loaded: LoadedConfig): Promise<MonitoredDeployment> {
  const project = await projectNameOf(loaded, process.env);
  const stack = await compose.attach(loaded, { runtime: 'compose', project });
  const engine = openEngine();
  // An act that was begun is done to its end: half of one is what nobody wants.
  const never = new AbortController().signal;
  return {
    stack,
    act: act => composeAct(loaded, project, act, never),
    listen: (heard, signal) => listenToEngine(engine, project, heard, signal),
    stop: () => stack.close(),
  };
}

async function openProcesses(
  loaded: LoadedConfig,
  signal: AbortSignal,
  progress: Progress,
): Promise<MonitoredDeployment> {
  const started = await processes.start(loaded, { signal, progress });
  const stack = await processes.attach(loaded, started.handle);
  return {
    stack,
    async act({ action, service }) {
      try {
        if (action === 'resume') signalService(started.handle, service, 'SIGCONT');
        else await restartService(started.handle, service, AbortSignal.timeout(START_PATIENCE_MS));
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    listen: async () => undefined,
    async stop() {
      await stack.close();
      await started.stop();
    },
  };
}

/**
 * Attaches to the deployment, whether its engine answers or not; in the runtime `processes` it is started, and ends
 * with the monitor.
 *
 * @throws ProblemError MONITOR_NEEDS_DEPLOYMENT, and those of a start
 */
export function openDeployment(
  loaded: LoadedConfig,
  signal: AbortSignal,
  progress: Progress,
): Promise<MonitoredDeployment> {
  switch (loaded.runtime) {
    case 'compose':
      return openCompose(loaded);
    case 'processes':
      return openProcesses(loaded, signal, progress);
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
