import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Progress } from '../model/stack.ts';
import { restartService, signalService } from '../runtimes/processes/control.ts';
import { processes } from '../runtimes/processes/processes.ts';
import type { MonitoredDeployment } from './open-deployment.ts';

const START_PATIENCE_MS = 300_000;

/** Starts processes, which end with the monitor. */
export async function openProcesses(
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
