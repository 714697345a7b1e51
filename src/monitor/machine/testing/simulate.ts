import type { MonitorEvent, Sighting } from '../events.ts';
import { standsOn } from '../graph.ts';
import type { HealAct, WayBack } from '../heal-act.ts';
import { reduce } from '../reduce.ts';
import type { Setup } from '../rules.ts';
import { emptyState, type MonitorState, type Notice } from '../state.ts';
import { START } from './small-setup.ts';

/** A moment at which the process of the monitor is killed, counted in events. */
export interface Kill {
  readonly event: number;
  /** Before the state was written, before the act was done, or before its outcome was written. */
  readonly when: 'before-write' | 'before-act' | 'after-act';
}

/** What is simulated; times in milliseconds from the start. */
export interface Scenario {
  readonly setup: Setup;
  readonly forMs: number;
  /** Whether a service works at this moment, if what it stands on does; it has seen these acts so far. */
  readonly works: (service: string, at: number, acts: readonly Done[]) => boolean;
  /** Overrides what a cycle sees of a service. */
  readonly sees?: (service: string, at: number, honest: Sighting) => Sighting;
  /** The version before a recent deploy, at this moment. Default: there is none. */
  readonly wayBack?: (at: number, acts: readonly Done[]) => WayBack | undefined;
  /** The engine answers. Default: always. */
  readonly engine?: (at: number) => boolean;
  /** The clock of the machine at this moment. Default: the moment. */
  readonly clock?: (at: number) => number;
  readonly kills?: readonly Kill[];
  /** How long an act takes. Default: 2 s. */
  readonly actMs?: number;
  /** Between two events of the machine; a divisor of the interval. Default: 1 s. */
  readonly tickMs?: number;
  /** Nothing explains a failure beforehand: the machine has to find the root by itself. */
  readonly withoutExcuses?: boolean;
}

/** An act as the world saw it. */
export interface Done {
  readonly at: number;
  readonly id: string;
  readonly act: HealAct;
}

/** What came of a scenario. */
export interface Outcome {
  readonly acts: readonly Done[];
  readonly notices: readonly Notice[];
  readonly state: MonitorState;
  readonly notes: readonly string[];
}

const SECOND = 1000;

/** Runs the machine over a simulated world, with its state written down and read again between any two events. */
export function simulate(scenario: Scenario): Outcome {
  const { setup, works, forMs, actMs = 2000, tickMs = SECOND, clock = at => at } = scenario;
  const acts: Done[] = [];
  const notices = new Map<string, Notice>();
  const notes: string[] = [];
  const waiting: { at: number; event: MonitorEvent }[] = [];
  let disk = JSON.stringify(emptyState('sim'));
  let count = 0;
  let at = 0;

  const honest = (service: string): Sighting => {
    if (works(service, at, acts)) {
      const below = standsOn(setup, service).findLast(other => !works(other, at, acts));
      if (below === undefined) return { is: 'up' };
      const cause = { seenBy: service, code: 'NO_ANSWER', message: `${service} fails without ${below}` };
      return scenario.withoutExcuses ? { is: 'down', cause } : { is: 'blocked', by: below, cause };
    }
    return { is: 'down', cause: { seenBy: service, code: 'EXIT_KILLED', message: `${service} is down` } };
  };

  function dispatch(event: MonitorEvent): void {
    const now = START + clock(at);
    const kill = scenario.kills?.find(one => one.event === count)?.when;
    count++;
    const step = reduce(setup, JSON.parse(disk), event, now);
    if (kill === 'before-write') return void restart();
    disk = JSON.stringify(step.state);
    if (kill === 'before-act') return void restart();
    for (const action of step.actions) {
      if (action.type === 'note') notes.push(`${at / SECOND}s ${action.subject}: ${action.message}`);
      if (action.type !== 'act') continue;
      acts.push({ at, id: action.heal.id, act: action.heal.act });
      if (kill !== 'after-act')
        waiting.push({ at: at + actMs, event: { type: 'acted', id: action.heal.id } });
    }
    if (kill === 'after-act') return void restart();
    for (const notice of step.state.outbox) {
      notices.set(notice.id, notice);
      for (const channel of notice.channels)
        waiting.push({ at: at + SECOND, event: { type: 'told', notice: notice.id, channel } });
    }
  }

  /** What was under way is forgotten with the process. */
  function restart(): void {
    waiting.length = 0;
    dispatch({ type: 'boot' });
  }

  dispatch({ type: 'boot' });
  for (; at <= forMs; at += tickMs) {
    for (const due of waiting.filter(one => one.at <= at)) {
      const index = waiting.indexOf(due);
      if (index >= 0) waiting.splice(index, 1);
      if (index >= 0) dispatch(due.event);
    }
    if (at % setup.rules.intervalMs !== 0) {
      dispatch({ type: 'tick' });
      continue;
    }
    if (scenario.engine?.(at) === false) {
      const cause = { seenBy: '@observer', code: 'ENGINE_UNREACHABLE', message: 'no Docker engine answers' };
      dispatch({ type: 'blind', cause });
      continue;
    }
    const services = Object.keys(setup.subjects);
    const sightings = services.map(name => {
      const seen = honest(name);
      return [name, scenario.sees?.(name, at, seen) ?? seen] as const;
    });
    const wayBack = scenario.wayBack?.(at, acts);
    dispatch({
      type: 'seen',
      sightings: Object.fromEntries(sightings),
      wayBack: wayBack ?? 'none',
    });
  }
  return { acts, notices: [...notices.values()], state: JSON.parse(disk), notes };
}

/** How often each kind of notice was sent. */
export const counted = (notices: readonly Notice[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(notices, ({ what }) => what)].map(([what, some]) => [what, some.length]),
  );
