import { addDone, tellAlerts, updateAlerts } from './alerts.ts';
import { spentWithin } from './budget.ts';
import { type Draft, enter, enterStart, note, subjectOf } from './draft.ts';
import { countRestarts, restartsOf } from './engine-restarts.ts';
import type { Action, MonitorEvent } from './events.ts';
import { bridgeGap } from './gap.ts';
import { healRoots, putDownToRoots, takeOutcome, takeUpActs } from './heal.ts';
import { actWords } from './heal-act.ts';
import { OBSERVER, type Setup } from './rules.ts';
import { sight } from './sight.ts';
import type { MonitorState } from './state.ts';

/** What follows from one event. */
export interface Step {
  readonly state: MonitorState;
  readonly actions: readonly Action[];
}

/** After nothing could be seen, two cycles that see end it; what was seen before counts no more. */
function see(draft: Draft): boolean {
  const { state, setup, now } = draft;
  const { blind } = state;
  if (blind === undefined) return true;
  blind.sights++;
  if (blind.sights < setup.rules.successes) return false;
  note(draft, OBSERVER, `sees again, after ${Math.round((now - blind.since) / 1000)} s`);
  delete state.blind;
  return true;
}

/** What was stopped on purpose starts; what was given up of it is looked at again, for as long as a start may take. */
function takeStart(draft: Draft, service: string): void {
  const { state, setup, now } = draft;
  if (state.subjects[service]?.phase === 'maintenance') enterStart(draft, service, 'it was started');
  for (const [key, subject] of Object.entries(state.subjects)) {
    const { kind, dependsOn = [], startMs = 0 } = setup.subjects[key] ?? {};
    const isOfIt = key === service || (kind === 'check' && dependsOn.includes(service));
    if (isOfIt && subject.phase === 'open') subject.deadline = now + startMs;
  }
}

function take(draft: Draft, event: MonitorEvent): void {
  const { state, setup, now } = draft;
  switch (event.type) {
    case 'seen': {
      if (!see(draft)) return;
      const restarts = restartsOf(state);
      if (!event.beside) bridgeGap(draft, event.tookMs ?? 0);
      if (event.wayBack === 'none') delete state.wayBack;
      else if (event.wayBack !== undefined) state.wayBack = event.wayBack;
      for (const [key, sighting] of Object.entries(event.sightings)) sight(draft, key, sighting);
      countRestarts(draft, restarts);
      return;
    }
    case 'blind':
      if (state.blind === undefined) note(draft, OBSERVER, `sees nothing: ${event.cause.message}`);
      state.blind = {
        since: state.blind?.since ?? now,
        cause: event.cause,
        cycles: (state.blind?.cycles ?? 0) + 1,
        sights: 0,
      };
      return;
    case 'died':
      if (setup.subjects[event.service] === undefined) return;
      note(draft, event.service, `ended by itself: ${event.cause.message}`);
      if (subjectOf(draft, event.service).phase !== 'healing') subjectOf(draft, event.service).died = true;
      return;
    case 'stopped':
      if (setup.subjects[event.service] === undefined) return;
      if (subjectOf(draft, event.service).phase === 'healing') return;
      delete subjectOf(draft, event.service).died;
      return void enter(draft, event.service, 'maintenance', 'an operator stopped it');
    case 'started':
      return void takeStart(draft, event.service);
    case 'acted':
      return void takeOutcome(draft, event);
    case 'told': {
      const notice = state.outbox.find(({ id }) => id === event.notice);
      if (notice !== undefined) notice.channels = notice.channels.filter(name => name !== event.channel);
      state.outbox = state.outbox.filter(({ channels }) => channels.length > 0);
      return;
    }
    case 'maintenance':
      if (state.maintenance !== event.open)
        note(draft, OBSERVER, event.open ? 'a maintenance window opens' : 'the maintenance window is over');
      state.maintenance = event.open;
      for (const alert of Object.values(state.alerts)) {
        if (event.open && alert.told === undefined) alert.hushed = true;
        // The next look has to show whether it lasts
        if (!event.open && alert.hushed) alert.firingAt = now;
      }
      return;
    case 'boot':
      state.intervalMs = setup.rules.intervalMs;
      takeUpActs(draft);
      return;
    case 'tick':
      return;
  }
}

/** A copy to be changed. The state is JSON: `structuredClone` of it, which writes it down and reads it again, takes several times as long. */
function copied<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copied) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = copied(value[key as keyof T]);
  return copy as T;
}

/**
 * One step of the monitor: pure, so that whatever it decides can be shown, simulated and tested. Whoever drives it
 * writes the state down before doing the actions.
 *
 * @param now milliseconds since 1970, of the one clock
 */
export function reduce(setup: Setup, before: MonitorState, event: MonitorEvent, now: number): Step {
  const draft: Draft = { state: copied(before), setup, now, actions: [] };
  take(draft, event);
  if (draft.state.blind === undefined) {
    putDownToRoots(draft);
    healRoots(draft);
  }
  updateAlerts(draft);
  for (const action of draft.actions) {
    if (action.type === 'act') addDone(draft, action.subject, actWords(action.heal.act));
  }
  tellAlerts(draft);
  draft.state.spent = spentWithin(draft.state, setup, now);
  return { state: draft.state, actions: draft.actions };
}
