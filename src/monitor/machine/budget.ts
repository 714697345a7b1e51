import type { Setup } from './rules.ts';
import type { MonitorState, Spent } from './state.ts';

/** Restarts that still count. */
export const spentWithin = ({ spent }: MonitorState, { rules }: Setup, now: number): Spent[] =>
  spent.filter(({ at }) => now - at < rules.budget.windowMs);

/** What is left of the budget of a service, and of the whole stack, within which it acts. */
export function budgetLeft(state: MonitorState, setup: Setup, service: string, now: number) {
  const { budget } = setup.rules;
  const spent = spentWithin(state, setup, now);
  const own = spent.filter(one => one.service === service).length;
  // The stack pays for what failsafe does; the engine's restarts are the service's own.
  const ours = spent.filter(({ by }) => by === 'failsafe').length;
  return { service: Math.max(0, budget.service - own), stack: Math.max(0, budget.stack - ours) };
}
