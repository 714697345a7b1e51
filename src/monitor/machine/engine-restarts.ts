import { spentWithin } from './budget.ts';
import { becomeFailed, type Draft, note } from './draft.ts';
import { blockerOf } from './graph.ts';
import type { MonitorState, Phase } from './state.ts';

/** Restarts that the engine had counted of each subject. */
export type Counted = ReadonlyMap<string, number | undefined>;

/** As it is known before a cycle is taken in. */
export const restartsOf = ({ subjects }: MonitorState): Counted =>
  new Map(Object.entries(subjects).map(([key, { restarts }]) => [key, restarts]));

/** In these nothing is done about it yet. */
const UNDECIDED: readonly Phase[] = ['unknown', 'starting', 'healthy', 'suspect', 'verifying'];

/**
 * The engine's own restarts count against the budgets, but for those of a service that ends because of what it stands on.
 * What is restarted in one look after the other until the budget is used up is broken, however well it is in between.
 */
export function countRestarts(draft: Draft, before: Counted): void {
  const { state, setup, now } = draft;
  for (const [key, subject] of Object.entries(state.subjects)) {
    const { restarts = 0, startedAt = now, phase } = subject;
    const more = restarts - (before.get(key) ?? restarts);
    if (more <= 0) continue;
    note(draft, key, `the engine has restarted it ${more} times`);
    if (phase === 'blocked' || blockerOf(state, setup, key) !== undefined) continue;
    // Of those that were counted while nobody looked, only the last one is known
    const at = Math.min(now, startedAt);
    for (let count = 0; count < more; count++) state.spent.push({ at, service: key, by: 'engine' });
    const own = spentWithin(state, setup, now).filter(one => one.service === key && one.by === 'engine');
    const isAgain = new Set(own.map(one => one.at)).size >= setup.rules.budget.service;
    const isNow = now - at <= (setup.subjects[key]?.startMs ?? 0);
    if (!isAgain || !isNow || !UNDECIDED.includes(phase)) continue;
    const message = `it ends again and again: the engine has restarted it ${own.length} times`;
    subject.cause ??= { seenBy: 'the engine', code: 'RESTARTED', message };
    becomeFailed(draft, key, message);
  }
}
