import { type Draft, enter, note } from './draft.ts';
import { OBSERVER } from './rules.ts';

/** So many intervals without a cycle, and what was seen before says nothing of now. */
const INTERVALS = 3;
/** A busy machine may need as long to begin the next cycle, however short the interval is. */
const LEAST_GAP_MS = 15_000;

/**
 * After a time in which nobody looked (sleep, another clock, no monitor) failures and successes in a row begin anew, and
 * start deadlines with them. The time that the cycle itself took is none of that. A clock that was set back leaves no moment in the future.
 */
export function bridgeGap(draft: Draft, tookMs: number): void {
  const { state, now, setup } = draft;
  const gap = state.seenAt === undefined ? 0 : now - state.seenAt;
  state.seenAt = now;
  state.intervalMs = setup.rules.intervalMs;
  const most = Math.max(LEAST_GAP_MS, INTERVALS * setup.rules.intervalMs);
  if (gap >= 0 && gap - tookMs <= most) return;
  note(
    draft,
    OBSERVER,
    `${Math.round(gap / 1000)} s lie between two cycles: what was seen before counts no more`,
  );
  const past = (at: number) => Math.min(at, now);
  state.spent = state.spent.map(spent => ({ ...spent, at: past(spent.at) }));
  for (const [key, subject] of Object.entries(state.subjects)) {
    subject.results = '';
    subject.failures = 0;
    subject.successes = 0;
    delete subject.cleanSince;
    subject.since = past(subject.since);
    if (subject.healthySince !== undefined) subject.healthySince = now;
    if (subject.deadline !== undefined) subject.deadline = now + (setup.subjects[key]?.startMs ?? 0);
    if (subject.healAt !== undefined)
      subject.healAt = Math.min(subject.healAt, now + setup.rules.backoff.capMs);
    if (subject.phase === 'suspect') enter(draft, key, 'unknown', 'a doubt from before the gap');
  }
  for (const alert of Object.values(state.alerts)) {
    if (alert.told !== undefined && alert.told.at > now) alert.told = { ...alert.told, at: now };
    if (alert.firingAt !== undefined) alert.firingAt = past(alert.firingAt);
    if (alert.wellSince !== undefined) alert.wellSince = now;
  }
}
