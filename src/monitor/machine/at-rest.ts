import type { MonitorState } from './state.ts';

/** Whether time alone changes nothing: nobody waits for a deadline, for an act, or to be told. */
export const isAtRest = ({ blind, alerts, outbox, subjects }: MonitorState): boolean =>
  blind === undefined &&
  outbox.length === 0 &&
  Object.keys(alerts).length === 0 &&
  Object.values(subjects).every(({ phase }) => phase === 'healthy' || phase === 'maintenance');
