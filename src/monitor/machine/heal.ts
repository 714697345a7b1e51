import { budgetLeft } from './budget.ts';
import { type Draft, enter, enterStart, note, subjectOf } from './draft.ts';
import { blockerOf, bottomUp, isInTheWay } from './graph.ts';
import { withJitter } from './jitter.ts';
import { nextAct } from './next-act.ts';
import { OBSERVER, type SubjectSetup } from './rules.ts';
import type { Heal, SubjectState } from './state.ts';

/** Failures that another subject explains are put down to it; what waited for one that is well gets a fresh start. */
export function putDownToRoots(draft: Draft): void {
  const { state, setup } = draft;
  for (const key of bottomUp(setup)) {
    const subject = state.subjects[key];
    if (subject === undefined) continue;
    const below = blockerOf(state, setup, key);
    if (subject.phase === 'failed' || subject.phase === 'backoff') {
      if (below === undefined) continue;
      enter(draft, key, 'blocked', `${below} explains it`);
      subject.blockedBy = below;
    } else if (subject.phase === 'blocked') {
      const told = subject.blockedBy === undefined ? undefined : state.subjects[subject.blockedBy];
      const still = told !== undefined && isInTheWay(told, setup) ? subject.blockedBy : undefined;
      if ((below ?? still) === undefined) enterStart(draft, key, 'what explained it is well again');
      else subject.blockedBy = below ?? still;
    }
  }
}

/** Why no act follows any more; undefined when one may. */
function giveUpReason(draft: Draft, subject: SubjectState, service: string | undefined): string | undefined {
  if (subject.hopeless !== undefined) return subject.hopeless;
  if (service === undefined) return undefined;
  const { rules } = draft.setup;
  const left = budgetLeft(draft.state, draft.setup, service, draft.now);
  if (left.service === 0) return `${rules.budget.service} restarts have not mended it`;
  if (left.stack === 0) return `${rules.budget.stack} restarts in the whole stack are enough`;
  return undefined;
}

function begin(draft: Draft, key: string, subject: SubjectState, heal: Heal): void {
  const { state, now, actions } = draft;
  enter(draft, key, 'healing', `${heal.act.action} ${heal.act.service}`);
  delete subject.healAt;
  subject.heal = heal;
  subject.attempts++;
  subject.rung++;
  state.spent.push({ at: now, service: heal.act.service, by: 'failsafe' });
  actions.push({ type: 'act', subject: key, heal });
}

/** One act at a time: the next one waits until what the last one started answers again. */
const isUnderWay = ({ phase, successes }: SubjectState): boolean =>
  phase === 'healing' || (phase === 'verifying' && successes === 0);

/** Told once for each failure: it stays in the phase until something changes. */
function suggest(draft: Draft, key: string, subject: SubjectState, setup: SubjectSetup): void {
  const act = nextAct(key, subject, setup);
  if (act === undefined || subject.since !== draft.now) return;
  const because = subject.cause ?? noCause(key);
  draft.actions.push({ type: 'suggest', subject: key, act, because });
}

const noCause = (key: string) => ({ seenBy: key, code: 'DOWN', message: 'it fails' });

function decide(draft: Draft, key: string, subject: SubjectState): void {
  const { state, setup, now } = draft;
  const own = setup.subjects[key];
  if (own === undefined || !subject.confirmed || subject.restarting) return;
  const act = nextAct(key, subject, own);
  const service = act?.service ?? (own.kind === 'service' ? key : undefined);
  const { policy } = (service === undefined ? undefined : setup.subjects[service]) ?? own;
  if (policy === 'auto') {
    const reason = giveUpReason(draft, subject, service);
    if (reason !== undefined && (act !== undefined || own.kind === 'service')) {
      enter(draft, key, 'open', reason);
      subject.given = reason;
      return;
    }
  }
  if (act === undefined || policy === 'off') return;
  if (policy === 'suggest') return void suggest(draft, key, subject, own);
  if (subject.phase === 'failed' && subject.attempts > 0) {
    const { baseMs, capMs } = setup.rules.backoff;
    const delay = Math.min(capMs, baseMs * 2 ** (subject.attempts - 1));
    const wait = withJitter(delay, `${state.seed} ${key} ${subject.attempts} ${now}`);
    enter(draft, key, 'backoff', `the next act follows in ${Math.round(wait / 1000)} s`);
    subject.healAt = now + wait;
    return;
  }
  if (now < (subject.healAt ?? 0)) return;
  if (Object.values(state.subjects).some(isUnderWay)) return;
  const id = `${state.seed}-${++state.count}`;
  begin(draft, key, subject, { id, act, at: now, because: subject.cause ?? noCause(key) });
}

/** Decides what is done about the roots that fail, from the bottom of the graph up. */
export function healRoots(draft: Draft): void {
  const { state, setup } = draft;
  if (state.blind !== undefined || state.maintenance) return;
  for (const key of bottomUp(setup)) {
    const subject = state.subjects[key];
    if (subject?.phase === 'failed' || subject?.phase === 'backoff') decide(draft, key, subject);
  }
}

/** An act was done, or refused: whether it has mended anything is for the checks to say. */
export function takeOutcome(draft: Draft, id: string, refusal: string | undefined): void {
  const { state } = draft;
  const [key, subject] =
    Object.entries(state.subjects).find(([, one]) => one.phase === 'healing' && one.heal?.id === id) ?? [];
  if (key === undefined || subject === undefined)
    return void note(draft, OBSERVER, `nothing waits for act ${id}`);
  const { heal } = subject;
  if (refusal === undefined) {
    verify(draft, key, 'it was done');
    subject.heal = heal;
  } else {
    enter(draft, key, 'failed', `it was refused: ${refusal}`);
    subject.confirmed = true;
  }
}

function verify(draft: Draft, key: string, why: string): void {
  enter(draft, key, 'verifying', why);
  const subject = subjectOf(draft, key);
  subject.deadline = draft.now + (draft.setup.subjects[key]?.startMs ?? 0);
  delete subject.died;
}

/** The process that acted has ended in between: what it began is verified, never repeated, and stays paid for. */
export function takeUpActs(draft: Draft): void {
  for (const [key, subject] of Object.entries(draft.state.subjects)) {
    if (subject.phase !== 'healing') continue;
    const { heal } = subject;
    verify(draft, key, 'the process that acted has ended in between');
    if (heal !== undefined) subject.heal = { ...heal, interrupted: true };
  }
}
