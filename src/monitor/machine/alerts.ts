import { type Draft, note } from './draft.ts';
import { actWords } from './heal-act.ts';
import { OBSERVER, type Setup } from './rules.ts';
import { isSpokenFor, relativesOf, serviceOf } from './spokesman.ts';
import type {
  Alert,
  AlertKind,
  AlertNotice,
  Cause,
  MonitorState,
  NoticeKind,
  Phase,
  SubjectState,
} from './state.ts';

/** A root that is in one of these is down beyond doubt. */
const DOWN: readonly Phase[] = ['failed', 'healing', 'backoff', 'open'];
const HISTORY = 200;
const HAPPENINGS = 30;

const keyOf = ({ project }: Setup, root: string, kind: AlertKind) => `${project}/${root}/${kind}`;

/** Subjects that fail because of this one, without the other checks of the same service. */
const affectedBy = ({ state: { subjects }, setup }: Draft, root: string): string[] =>
  Object.keys(subjects).filter(key => {
    const { kind, dependsOn: [first] = [] } = setup.subjects[key] ?? {};
    const isOwn = kind === 'check' && first === root;
    return subjects[key]?.phase === 'blocked' && subjects[key].blockedBy === root && !isOwn;
  });

/** Adds to the timeline of an alert. */
function happens(alert: Alert, at: number, what: string): void {
  alert.timeline ??= [];
  if (alert.timeline.length < HAPPENINGS) alert.timeline.push({ at, what });
}

function open(draft: Draft, root: string, kind: AlertKind, cause: Cause, since: number): Alert {
  const { state, setup } = draft;
  const key = keyOf(setup, root, kind);
  const known = state.alerts[key] ?? {
    key,
    root,
    kind,
    state: 'pending' as const,
    since,
    cause,
    affected: [],
    done: [],
    timeline: [{ at: since, what: cause.message }],
  };
  state.alerts[key] = known;
  known.cause = cause;
  for (const one of affectedBy(draft, root)) if (!known.affected.includes(one)) known.affected.push(one);
  delete known.wellSince;
  return known;
}

function fire(draft: Draft, alert: Alert): void {
  if (alert.state === 'firing') return;
  alert.state = 'firing';
  alert.firingAt = draft.now;
  if (draft.state.maintenance) alert.hushed = true;
  happens(alert, draft.now, 'confirmed');
  note(draft, alert.root, `alert: ${alert.cause.message}`);
}

function close(draft: Draft, alert: Alert): void {
  const { state, now } = draft;
  delete state.alerts[alert.key];
  if (alert.state === 'pending') return;
  happens(alert, now, 'resolved');
  const closed: Alert = { ...alert, state: 'resolved', resolvedAt: now };
  state.history = [...state.history, closed].slice(-HISTORY);
  note(draft, alert.root, 'resolved');
  if (alert.told !== undefined) tell(draft, 'resolved', [closed]);
}

/** What happens next, or what a person has to do. */
function nextOf(draft: Draft, alert: Alert): string | undefined {
  const { state, setup } = draft;
  const { root, kind, cause } = alert;
  const subject = givenUp(draft, alert) ?? state.subjects[root];
  if (kind === 'blind') return `failsafe does nothing until it sees again. ${cause.fix ?? ''}`.trim();
  if (subject?.phase === 'open')
    return `failsafe has given up (${subject.given}): it needs a person. ${cause.fix ?? ''}`.trim();
  const policy = setup.subjects[root]?.policy;
  if (subject?.heal !== undefined) return `${actWords(subject.heal.act)}: is under way`;
  if (policy === 'auto' && subject?.healAt !== undefined) return 'failsafe tries again shortly';
  return cause.fix;
}

/** As it is told: with what the alerts that it speaks for know. */
function noticed(draft: Draft, alert: Alert): AlertNotice {
  const all = [alert, ...relativesOf(draft, alert)];
  return {
    key: alert.key,
    root: alert.root,
    kind: alert.kind,
    since: alert.since,
    ...(alert.resolvedAt !== undefined && { resolvedAt: alert.resolvedAt }),
    cause: alert.cause,
    affected: [...new Set(all.flatMap(one => one.affected))],
    done: all.flatMap(one => one.done),
    ...(alert.resolvedAt === undefined && { next: nextOf(draft, alert) }),
  };
}

function tell(draft: Draft, what: NoticeKind, alerts: readonly Alert[]): void {
  const { state, setup, now } = draft;
  if (alerts.length === 0) return;
  for (const alert of alerts) alert.told = { what, at: now };
  if (setup.channels.length === 0) return;
  const id = `${state.seed}-${++state.count}`;
  const views = alerts.map(alert => noticed(draft, alert));
  const { project } = setup;
  state.outbox.push({ id, at: now, what, project, alerts: views, channels: [...setup.channels] });
}

/** A lone failure among successes is no turn, one look in a hundred is lost … */
const LONE = /(?<=11)0(?=11)/g;
/** … unless there are more than so many of them: behind a balancer one of three that is broken shows in each third look. */
const RARE = 4;

/** The number of changes among results, of all there could be. */
function changeRate(seen: string, isFlapping: boolean): number {
  const isRare = !isFlapping && seen.replaceAll('1', '').length <= RARE;
  const results = isRare ? seen.replaceAll(LONE, '1') : seen;
  const changes = [...results].filter((one, index) => index > 0 && one !== results[index - 1]).length;
  return results.length < 2 ? 0 : changes / (results.length - 1);
}

function watchFlapping(draft: Draft, key: string, subject: SubjectState): void {
  const { results, start, stop } = draft.setup.rules.flapping;
  const rate = subject.results.length < results ? 0 : changeRate(subject.results, subject.flapping);
  if (!subject.flapping && rate > start) {
    subject.flapping = true;
    note(draft, key, `flapping: ${Math.round(rate * 100)} % of its last ${results} looks differ`);
  } else if (subject.flapping && rate < stop) {
    subject.flapping = false;
    note(draft, key, 'flaps no more');
  }
}

function watchSubject(draft: Draft, key: string, subject: SubjectState): void {
  const { state, setup, now } = draft;
  watchFlapping(draft, key, subject);
  const { cause } = subject;
  if (subject.flapping) {
    const message = `it comes and goes${cause === undefined ? '' : `: ${cause.message}`}`;
    fire(
      draft,
      open(draft, key, 'flapping', { seenBy: key, code: 'FLAPPING', message, fix: cause?.fix }, now),
    );
  } else settle(draft, keyOf(setup, key, 'flapping'), true);
  const doubted = subject.phase === 'suspect' || (subject.phase === 'failed' && !subject.confirmed);
  if (cause !== undefined && doubted) open(draft, key, 'down', cause, subject.since);
  else if (DOWN.includes(subject.phase))
    fire(draft, open(draft, key, 'down', cause ?? lastCause(state, setup, key), subject.since));
  else {
    const alert = state.alerts[keyOf(setup, key, 'down')];
    const well =
      subject.phase === 'healthy' ||
      (subject.phase === 'verifying' && subject.successes >= setup.rules.successes);
    // Nobody was told of it, and it is no root
    if (subject.phase === 'blocked' && alert?.told === undefined)
      delete state.alerts[keyOf(setup, key, 'down')];
    const service = state.subjects[serviceOf(draft, { root: key })];
    const lasts = service !== undefined && DOWN.includes(service.phase);
    if (alert !== undefined) settle(draft, alert.key, !lasts && (well || subject.phase === 'maintenance'));
  }
}

const lastCause = ({ alerts }: MonitorState, setup: Setup, root: string): Cause =>
  alerts[keyOf(setup, root, 'down')]?.cause ?? { seenBy: root, code: 'DOWN', message: 'it fails' };

/** What is well for long enough is over; a doubt that was not confirmed is over at once. */
function settle(draft: Draft, key: string, well: boolean): void {
  const { state, setup, now } = draft;
  const alert = state.alerts[key];
  if (alert === undefined) return;
  if (!well) {
    delete alert.wellSince;
    return;
  }
  if (alert.wellSince === undefined) {
    alert.wellSince = now;
    happens(alert, now, 'well again');
  }
  // Well until somebody looked last: a monitor that begins, or a machine that wakes up, knows nothing of since then
  const wellMs = Math.min(now, state.seenAt ?? now) - alert.wellSince;
  const waited = alert.state === 'pending' || wellMs >= setup.rules.alerts.resolveMs;
  if (waited) close(draft, alert);
}

function watchSight(draft: Draft): void {
  const { state, setup } = draft;
  const { blind } = state;
  if (blind === undefined) return void settle(draft, keyOf(setup, OBSERVER, 'blind'), true);
  const alert = open(draft, OBSERVER, 'blind', blind.cause, blind.since);
  if (blind.cycles >= setup.rules.failures) fire(draft, alert);
}

const isSilenced = ({ state }: Draft, { silencedUntil }: Alert): boolean =>
  state.maintenance || silencedUntil !== undefined;

function noteSilence({ setup, now }: Draft, alert: Alert): void {
  const ends = setup.silences.filter(({ root, until }) => root === alert.root && now < until);
  if (ends.length === 0) delete alert.silencedUntil;
  else alert.silencedUntil = Math.max(...ends.map(({ until }) => until));
}

/** An act was begun on it. */
export function addDone(draft: Draft, root: string, words: string): void {
  const alert = draft.state.alerts[keyOf(draft.setup, root, 'down')];
  if (alert === undefined) return;
  alert.done.push(words);
  happens(alert, draft.now, words);
}

/** Brings the alerts up to date with the subjects. */
export function updateAlerts(draft: Draft): void {
  const { state, setup } = draft;
  watchSight(draft);
  if (state.blind !== undefined) return;
  for (const [key, subject] of Object.entries(state.subjects)) {
    if (setup.subjects[key] !== undefined) watchSubject(draft, key, subject);
    else delete state.subjects[key];
  }
  for (const alert of Object.values(state.alerts)) {
    const isGone = alert.root !== OBSERVER && setup.subjects[alert.root] === undefined;
    // A project that has got another name has new keys: nothing would ever end those of the old one
    if (isGone || alert.key !== keyOf(setup, alert.root, alert.kind)) close(draft, alert);
  }
}

/** What was given up of the subjects that an alert speaks for. */
const givenUp = (draft: Draft, alert: Alert): SubjectState | undefined =>
  [alert.root, serviceOf(draft, alert)]
    .map(key => draft.state.subjects[key])
    .find(subject => subject?.phase === 'open');

const isGivenUp = (draft: Draft, alert: Alert): boolean => givenUp(draft, alert) !== undefined;

/** A root needs a person once, whatever its alerts tell of. */
function giveUp(draft: Draft, alert: Alert): void {
  const given = givenUp(draft, alert)?.given;
  for (const one of [alert, ...relativesOf(draft, alert)]) {
    if (one.escalated) continue;
    one.escalated = true;
    happens(one, draft.now, `given up: ${given}`);
  }
}

/** Puts into the outbox what is to be told by now. */
export function tellAlerts(draft: Draft): void {
  const { state, setup, now } = draft;
  const { groupMs, repeatMs } = setup.rules.alerts;
  for (const alert of Object.values(state.alerts)) noteSilence(draft, alert);
  const all = Object.values(state.alerts).filter(
    alert => alert.state === 'firing' && !isSilenced(draft, alert),
  );
  const firing = all.filter(alert => !isSpokenFor(draft, alert, all));
  const fresh = firing.filter(
    ({ told, hushed, wellSince }) => told === undefined && !(hushed && wellSince !== undefined),
  );
  const due = fresh.some(({ firingAt = now }) => now - firingAt >= groupMs);
  if (due) {
    for (const alert of fresh) if (isGivenUp(draft, alert)) giveUp(draft, alert);
    tell(draft, 'firing', fresh);
  }
  const told = firing.filter(alert => alert.told !== undefined && !(due && fresh.includes(alert)));
  const given = told.filter(alert => !alert.escalated && isGivenUp(draft, alert));
  for (const alert of given) giveUp(draft, alert);
  tell(draft, 'escalated', given);
  const old = told.filter(alert => !given.includes(alert) && now - (alert.told?.at ?? now) >= repeatMs);
  tell(draft, 'reminder', old);
}
