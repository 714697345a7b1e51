import type { Action, MonitorEvent, Sighting } from '../events.ts';
import { reduce } from '../reduce.ts';
import type { Setup } from '../rules.ts';
import { emptyState, type MonitorState } from '../state.ts';
import { S, START, service, setupOf } from './small-setup.ts';

/** A subject that is well. */
export const UP: Sighting = { is: 'up' };
/** Why one is not. */
export const cause = { seenBy: 'containers.running', code: 'EXIT_KILLED', message: 'exited' };
/** A service that has ended. */
export const DOWN = { is: 'down', cause, ended: true } as const satisfies Sighting;
/** Between two cycles. */
export const TEN = 10 * S;

/** Sends events, ten seconds apart unless they say otherwise. */
export function follow(setup: Setup, events: readonly (MonitorEvent | number)[], from = emptyState('test')) {
  let state: MonitorState = from;
  let now = START + (state.seenAt === undefined ? 0 : state.seenAt - START + TEN);
  const actions: Action[] = [];
  for (const event of events) {
    if (typeof event === 'number') {
      now += event;
      continue;
    }
    const step = reduce(setup, state, event, now);
    state = step.state;
    actions.push(...step.actions);
    now += event.type === 'seen' ? TEN : 0;
  }
  const acts = actions.filter(({ type }) => type === 'act');
  const phases = Object.fromEntries(Object.entries(state.subjects).map(([key, { phase }]) => [key, phase]));
  return { state, actions, acts, phases };
}

/** A cycle that saw this. */
export const see = (sightings: Record<string, Sighting>): MonitorEvent => ({ type: 'seen', sightings });
/** The same event, so many times. */
export const times = (count: number, event: MonitorEvent): MonitorEvent[] => Array(count).fill(event);
/** Long enough for `web` to be healthy. */
export const HEALTHY = times(3, see({ web: UP }));
/** One service. */
export const WEB = setupOf({ web: service() });
