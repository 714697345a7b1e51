import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';

/** The defaults of docker-autoheal 1.2.0: AUTOHEAL_INTERVAL, AUTOHEAL_START_PERIOD, AUTOHEAL_DEFAULT_STOP_TIMEOUT. */
const INTERVAL_MS = 5000;
const START_PERIOD_MS = 0;
const STOP_TIMEOUT_S = 10;

/** A restart that was asked for. */
export interface AutohealRestart {
  readonly at: number;
  readonly service: string;
}

/**
 * The loop of docker-autoheal 1.2.0 (its docker-entrypoint), written again: after the start period, every five seconds,
 * the engine is asked for containers that it calls unhealthy and that carry the label, and each of them, one after the
 * other, is restarted with a stop time-out of ten seconds; one that the engine is restarting is left alone. Nothing is
 * counted, nobody is told.
 */
export async function runAutoheal(
  label: string,
  socketPath: string,
  restarted: (restart: AutohealRestart) => void,
  signal: AbortSignal,
): Promise<void> {
  const docker = new Docker({ socketPath });
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  await pause(START_PERIOD_MS);
  while (!signal.aborted) {
    const filters = JSON.stringify({ health: ['unhealthy'], label: [label] });
    const found = await docker.listContainers({ filters }).catch(() => []);
    for (const { Id, State, Labels } of found) {
      if (signal.aborted) return;
      if (State === 'restarting') continue;
      restarted({ at: Date.now(), service: Labels['com.docker.compose.service'] ?? Id });
      const t = Number(Labels['autoheal.stop.timeout'] ?? STOP_TIMEOUT_S);
      await docker
        .getContainer(Id)
        .restart({ t })
        .catch(() => undefined);
    }
    await pause(INTERVAL_MS);
  }
}
