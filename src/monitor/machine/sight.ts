import { becomeFailed, type Draft, enter, enterHealth, enterStart, forgetCause, subjectOf } from './draft.ts';
import type { Sighting } from './events.ts';
import type { SubjectState } from './state.ts';

type Down = Extract<Sighting, { is: 'down' }>;

/** What the engine tells of a service. */
function takeFacts(draft: Draft, key: string, sighting: Sighting): void {
  const subject = subjectOf(draft, key);
  const { restarts, startedAt, restarting = false, imageChanged = false } = sighting;
  const startedAnew =
    subject.startedAt !== undefined && startedAt !== undefined && startedAt > subject.startedAt;
  if (restarts !== undefined) subject.restarts = restarts;
  if (startedAt !== undefined) subject.startedAt = startedAt;
  subject.restarting = restarting;
  subject.imageChanged = imageChanged;
  if (startedAnew && sighting.is !== 'up' && subject.phase === 'healthy')
    enterStart(draft, key, 'it was started anew', startedAt);
  if (startedAnew && ['suspect', 'failed', 'backoff', 'maintenance'].includes(subject.phase))
    enterStart(draft, key, 'it was started anew', startedAt);
}

function keepResult(draft: Draft, subject: SubjectState, result: '0' | '1'): void {
  subject.results = (subject.results + result).slice(-draft.setup.rules.flapping.results);
  if (result === '1') {
    subject.successes++;
    subject.failures = 0;
  } else {
    subject.failures++;
    subject.successes = 0;
  }
}

/** How often it failed among the last results. */
const failuresAmong = ({ results }: SubjectState, last: number): number =>
  [...results.slice(-last)].filter(result => result === '0').length;

function seenUp(draft: Draft, key: string, dependentsFail: boolean): void {
  const { now, setup } = draft;
  const { rules } = setup;
  const subject = subjectOf(draft, key);
  keepResult(draft, subject, '1');
  delete subject.deadline;
  if (dependentsFail) delete subject.cleanSince;
  if (subject.phase === 'healthy') {
    subject.healthySince ??= now;
    if (now - subject.healthySince >= rules.resetMs) subject.attempts = 0;
    return void forgetCause(subject);
  }
  if (subject.phase === 'unknown') return void enterHealth(draft, key, 'seen for the first time');
  if (subject.successes < rules.successes || subject.phase === 'healing') return;
  if (subject.phase !== 'verifying')
    return void enterHealth(draft, key, `${subject.successes} successes in a row`);
  if (dependentsFail) return;
  subject.cleanSince ??= now;
  if (now - subject.cleanSince >= rules.cleanCycles * rules.intervalMs)
    enterHealth(draft, key, 'the act has mended it');
}

/** A failure of something that may fail until its deadline, which ends at the first success. */
function seenDownInStart(draft: Draft, key: string, ended: boolean): void {
  const { now, setup } = draft;
  const subject = subjectOf(draft, key);
  delete subject.cleanSince;
  if (subject.deadline !== undefined && !ended) {
    if (now < subject.deadline) subject.failures = 0;
    else becomeFailed(draft, key, 'it did not become well before its start deadline');
    return;
  }
  if (subject.failures >= setup.rules.failures)
    becomeFailed(draft, key, `${subject.failures} failures in a row`);
}

/** An act that was interrupted, and that the engine knows nothing of, was not done: there is no start to wait for. */
function dropLostAct(subject: SubjectState): void {
  const { heal, startedAt } = subject;
  if (heal?.interrupted && startedAt !== undefined && startedAt < heal.at) delete subject.deadline;
}

function seenDown(draft: Draft, key: string, sighting: Down): void {
  const { cause, act, hopeless, ofVersion, ended = false, startedAt } = sighting;
  const { now, setup } = draft;
  const { rules } = setup;
  const subject = subjectOf(draft, key);
  keepResult(draft, subject, '0');
  Object.assign(subject, { cause, act, hopeless, ofVersion });
  if (subject.died && !ended && ['unknown', 'healthy', 'suspect'].includes(subject.phase))
    return void enterStart(draft, key, `it has ended, and was started again: ${cause.message}`, startedAt);
  // What ends by itself while it is in maintenance is a container that nobody has stopped: another of the same service
  if (subject.died && ended && !['healing', 'open', 'backoff', 'failed'].includes(subject.phase))
    return void becomeFailed(draft, key, `it has ended by itself: ${cause.message}`);
  // On a busy machine a health check runs out of time: what holds data is not restarted for that at once
  const isStateful = setup.subjects[key]?.stateful !== false;
  if (sighting.unhealthy && !isStateful && ['healthy', 'suspect'].includes(subject.phase))
    return void becomeFailed(draft, key, `the engine has seen it fail again and again: ${cause.message}`);
  const startMs = setup.subjects[key]?.startMs ?? 0;
  switch (subject.phase) {
    case 'unknown':
      if (startedAt !== undefined && !ended && now - startedAt < startMs)
        return void enterStart(draft, key, `it was started a moment ago: ${cause.message}`, startedAt);
      return void suspect(draft, key, cause.message);
    case 'healthy':
      return void suspect(draft, key, cause.message);
    case 'suspect':
      if (subject.failures >= rules.failures)
        return void becomeFailed(draft, key, `${subject.failures} failures in a row: ${cause.message}`);
      if (failuresAmong(subject, rules.among) >= rules.failures)
        enter(draft, key, 'failed', `${rules.failures} failures among ${rules.among}: ${cause.message}`);
      return;
    case 'failed':
      // Failures with successes between them are believed when one more comes.
      subject.confirmed = true;
      return;
    case 'verifying':
      dropLostAct(subject);
      return void seenDownInStart(draft, key, ended);
    case 'starting':
      return void seenDownInStart(draft, key, ended);
    case 'blocked':
      // Nothing that was looked at explains it any more; what stands below may.
      delete subject.blockedBy;
      return;
    default:
      return;
  }
}

function suspect(draft: Draft, key: string, why: string): void {
  enter(draft, key, 'suspect', why);
  const subject = subjectOf(draft, key);
  subject.failures = 1;
  if (draft.setup.rules.failures === 1) becomeFailed(draft, key, why);
}

function seenStarting(draft: Draft, key: string): void {
  const subject = subjectOf(draft, key);
  // A failure that waits for one more to be believed would wait for ever
  if (subject.phase === 'failed' && !subject.confirmed)
    return void enterStart(draft, key, 'it says that it is starting');
  switch (subject.phase) {
    case 'unknown':
    case 'healthy':
    case 'suspect':
      return void enterStart(draft, key, 'it says that it is starting');
    case 'starting':
    case 'verifying':
      return void seenDownInStart(draft, key, false);
    default:
      return;
  }
}

function seenBlocked(draft: Draft, key: string, by: string): void {
  const subject = subjectOf(draft, key);
  const { phase, deadline = 0 } = subject;
  // What was acted on has its time to start; after it, it waits like any other
  if (phase === 'verifying' && draft.now < deadline) return;
  if (['healing', 'open', 'maintenance'].includes(phase)) return;
  enter(draft, key, 'blocked', `${by} explains it`);
  subject.blockedBy = by;
}

/** Takes what one cycle says of one subject. */
export function sight(draft: Draft, key: string, sighting: Sighting): void {
  if (draft.setup.subjects[key] === undefined || sighting.is === 'unsure') return;
  if (sighting.is === 'skipped' && draft.state.subjects[key] === undefined) return;
  takeFacts(draft, key, sighting);
  takeSighting(draft, key, sighting);
  delete subjectOf(draft, key).died;
}

function takeSighting(draft: Draft, key: string, sighting: Exclude<Sighting, { is: 'unsure' }>): void {
  switch (sighting.is) {
    case 'up':
      return void seenUp(draft, key, sighting.dependentsFail === true);
    case 'skipped':
      return void seenUp(draft, key, false);
    case 'down':
      return void seenDown(draft, key, sighting);
    case 'starting':
      subjectOf(draft, key).cause = sighting.cause;
      return void seenStarting(draft, key);
    case 'blocked':
      subjectOf(draft, key).cause = sighting.cause;
      return void seenBlocked(draft, key, sighting.by);
  }
}
