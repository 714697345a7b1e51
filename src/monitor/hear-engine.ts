import type { EngineEvent } from '../runtimes/docker/engine-events.ts';
import type { EngineWord } from './confirm-word.ts';
import type { MonitorEvent } from './machine/events.ts';

/** After a `die` the engine tells within this time whether somebody has stopped it. */
const STOP_FOLLOWS_MS = 1500;

/** What is told to the machine, and when a look is due at once. */
export interface Listener {
  tell(event: MonitorEvent): void;
  lookNow(): void;
  /** Sees at once whether the engine's word of a service holds, whatever else is being looked at. */
  glance(service: string, word: EngineWord): void;
  /** Whether an act of ours is under way on a service: what happens to it then is our doing. */
  isActing(service: string): boolean;
}

/**
 * Makes events of the machine from those of the engine: that a container ended by itself, that an operator stopped it,
 * that it was started. `docker kill` counts as an end, `docker stop` as the will of somebody.
 */
export function hearEngine({ tell, lookNow, glance, isActing }: Listener) {
  const dying = new Map<string, NodeJS.Timeout>();
  const outOfMemory = new Set<string>();

  function died({ service, container, exitCode }: EngineEvent): void {
    const oom = outOfMemory.delete(container);
    const message = oom ? 'it ran out of memory' : `its container ended with ${exitCode ?? 'no exit code'}`;
    const code = oom ? 'EXIT_OOM' : 'DIED';
    dying.delete(container);
    tell({ type: 'died', service, cause: { seenBy: 'the engine', code, message } });
    glance(service, 'has ended');
    lookNow();
  }

  return {
    heard(event: EngineEvent): void {
      const { service, container, action } = event;
      if (isActing(service)) return;
      if (action === 'oom') outOfMemory.add(container);
      else if (action === 'die')
        dying.set(
          container,
          setTimeout(() => died(event), STOP_FOLLOWS_MS),
        );
      else if (action === 'stop') {
        clearTimeout(dying.get(container));
        dying.delete(container);
        tell({ type: 'stopped', service });
      } else if (action === 'start') {
        tell({ type: 'started', service });
        lookNow();
      } else if (action === 'health_status: unhealthy') glance(service, 'is unhealthy');
      else if (action === 'health_status: healthy') {
        // Somebody has mended what was given up, without a start: it is looked at as after one
        tell({ type: 'started', service });
        lookNow();
      } else if (action.startsWith('health_status') || action === 'pause' || action === 'destroy') lookNow();
    },
    close(): void {
      for (const timer of dying.values()) clearTimeout(timer);
    },
  };
}
