import type { Action } from './events.ts';
import type { Setup } from './rules.ts';
import { type MonitorState, type Phase, type SubjectState, unseen } from './state.ts';

/** A state that is being changed by one event, and what follows from it. */
export interface Draft {
  readonly state: MonitorState;
  readonly setup: Setup;
  readonly now: number;
  readonly actions: Action[];
}

/** A subject, made when it is new. */
export function subjectOf({ state, now }: Draft, key: string): SubjectState {
  const known = state.subjects[key] ?? unseen(now);
  state.subjects[key] = known;
  return known;
}

/** Adds a line to the log. */
export const note = ({ actions }: Draft, subject: string, message: string): void =>
  void actions.push({ type: 'note', subject, message });

/** Of single checks only what is confirmed is news: a doubt, or that one waits for its service, is none. */
function isNews({ setup }: Draft, key: string, from: Phase, to: Phase): boolean {
  const quiet: readonly Phase[] = ['unknown', 'blocked', 'suspect'];
  if (setup.subjects[key]?.kind !== 'check') return true;
  return to === 'failed' || !(quiet.includes(from) || quiet.includes(to));
}

/** Brings a subject into a phase; counts start anew, what the last look saw stays. */
export function enter(draft: Draft, key: string, phase: Phase, why: string): void {
  const subject = subjectOf(draft, key);
  if (subject.phase === phase) return;
  if (isNews(draft, key, subject.phase, phase)) note(draft, key, `${subject.phase} → ${phase}: ${why}`);
  subject.phase = phase;
  subject.since = draft.now;
  subject.failures = 0;
  subject.successes = 0;
  if (phase !== 'starting' && phase !== 'verifying') delete subject.deadline;
  if (phase !== 'blocked') delete subject.blockedBy;
  if (phase !== 'verifying') delete subject.cleanSince;
  if (phase !== 'healthy') delete subject.healthySince;
  if (phase !== 'open') delete subject.given;
  if (phase !== 'healing' && phase !== 'verifying') delete subject.heal;
  if (phase !== 'failed' && phase !== 'backoff') subject.confirmed = false;
}

/** A subject that may fail until its start deadline. */
export function enterStart(draft: Draft, key: string, why: string, from = draft.now): void {
  enter(draft, key, 'starting', why);
  subjectOf(draft, key).deadline = from + (draft.setup.subjects[key]?.startMs ?? 0);
}

/** A subject of which a failure is beyond doubt. */
export function becomeFailed(draft: Draft, key: string, why: string): void {
  enter(draft, key, 'failed', why);
  subjectOf(draft, key).confirmed = true;
}

/** A subject that is proven well. */
export function enterHealth(draft: Draft, key: string, why: string): void {
  enter(draft, key, 'healthy', why);
  const subject = subjectOf(draft, key);
  subject.healthySince = draft.now;
  subject.rung = 0;
  forgetCause(subject);
}

/** What the last failure told does not hold any more. */
export function forgetCause(subject: SubjectState): void {
  delete subject.cause;
  delete subject.act;
  delete subject.hopeless;
  delete subject.ofVersion;
}
