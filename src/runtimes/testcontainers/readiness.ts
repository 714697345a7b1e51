import type { ServiceState } from '../../model/stack.ts';

/** `waiting` may still become `ready`; `failed` will not. */
export type Readiness = 'ready' | 'waiting' | 'failed';

/** A service that ended this often, while all others are ready, waits for nothing: it crashes. */
const CRASHES = 5;

function ofOne(state: ServiceState): Readiness {
  switch (state.state) {
    case 'running':
      if (state.health === 'unhealthy') return 'failed';
      return state.health === 'starting' || state.oneShot ? 'waiting' : 'ready';
    case 'exited':
      return state.oneShot && state.exitCode === 0 ? 'ready' : 'failed';
    case 'dead':
      return 'failed';
    case 'created':
    case 'paused':
    case 'restarting':
    case 'missing':
      return 'waiting';
  }
}

/**
 * Whether each service is ready: a one-shot when it has ended with success, others when they run and are healthy. The
 * engine never shows a container as exited that it is about to restart. A service without a container is not part of
 * this run: its profile is not active.
 */
export function readiness(states: readonly ServiceState[]): Map<ServiceState, Readiness> {
  const present = states.filter(({ state }) => state !== 'missing');
  const each = new Map(present.map(state => [state, ofOne(state)]));
  const waiting = present.filter(state => each.get(state) === 'waiting');
  for (const state of waiting)
    if (waiting.length === 1 && state.restarts >= CRASHES) each.set(state, 'failed');
  return each;
}
