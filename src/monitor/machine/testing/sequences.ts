import type { MonitorEvent, Sighting } from '../events.ts';
import type { MonitorState } from '../state.ts';
import { cause, type follow, see } from './follow.ts';
import { S } from './small-setup.ts';

export const MINUTE = 60 * S;
export const HOUR = 60 * MINUTE;
/** What is down for a reason that others share. */
export const FAILS = { is: 'down', cause } as const;
export const tick: MonitorEvent = { type: 'tick' };
/** What the engine tells of. */
export const stopped = (name: string): MonitorEvent => ({ type: 'stopped', service: name });
export const started = (name: string): MonitorEvent => ({ type: 'started', service: name });
export const died = (name: string): MonitorEvent => ({ type: 'died', service: name, cause });
/** A look at the whole chain. */
export const all = (sighting: Sighting, more: Record<string, Sighting> = {}) =>
  see({ db: sighting, api: sighting, worker: sighting, web: sighting, ...more });
/** The notices that wait, each in a few words. */
export const told = ({ outbox }: MonitorState) =>
  outbox.map(({ what, alerts }) => `${what} ${alerts.map(({ root, kind }) => `${root} ${kind}`).join(', ')}`);
/** What was done, each in two words. */
export const done = ({ acts }: ReturnType<typeof follow>) =>
  acts.flatMap(one => (one.type === 'act' ? [`${one.heal.act.action} ${one.heal.act.service}`] : []));
