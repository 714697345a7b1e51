import { budgetLeft } from './budget.ts';
import { type Draft, enter, enterStart, note, subjectOf } from './draft.ts';
import type { MonitorEvent } from './events.ts';
import { blockerOf, bottomUp, isInTheWay } from './graph.ts';
import { actWords, type HealAct, touchedBy } from './heal-act.ts';
import { withJitter } from './jitter.ts';
import { rollbackOf, rungsOf } from './next-act.ts';
import { OBSERVER } from './rules.ts';
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
      if ((below ?? still) === undefined) {
        enterStart(draft, key, 'what explained it is well again');
        delete subject.cause;
      } else subject.blockedBy = below ?? still;
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

/** That the last rung was tried, and was refused. */
function refusedRollback({ state: { wayBack, wentBack } }: Draft): string {
  if (wentBack?.refusal === undefined || wentBack.deploy !== wayBack?.deploy) return '';
  return `; going back to ${wentBack.version} was refused: ${wentBack.refusal}`;
}

/** What is made anew along with a service may fail meanwhile, and is judged anew. What waits for another goes on to. */
function startOthers(draft: Draft, act: HealAct, why: string): void {
  for (const other of touchedBy(act)) {
    const phase = draft.state.subjects[other]?.phase;
    if (other === act.service || phase === undefined || phase === 'blocked') continue;
    enterStart(draft, other, why);
  }
}

function begin(draft: Draft, key: string, subject: SubjectState, heal: Heal): void {
  const { state, now, actions } = draft;
  enter(draft, key, 'healing', actWords(heal.act));
  if (heal.act.action === 'rollback' && state.wayBack !== undefined) {
    const { deploy, version } = state.wayBack;
    state.wentBack = { deploy, version };
    startOthers(draft, heal.act, 'it is rolled back as well');
  }
  delete subject.healAt;
  subject.heal = heal;
  subject.attempts++;
  subject.rung++;
  state.spent.push({ at: now, service: heal.act.service, by: 'failsafe' });
  actions.push({ type: 'act', subject: key, heal });
}

/** One act at a time: the next one waits until what the last one started answers again, as long as a start may take. */
const isUnderWay = ({ phase, successes, deadline = 0 }: SubjectState, now: number): boolean =>
  phase === 'healing' || (phase === 'verifying' && successes === 0 && now < deadline);

/** Told once for each failure: it stays in the phase until something changes. */
function suggest(draft: Draft, key: string, subject: SubjectState, [act, ...next]: readonly HealAct[]): void {
  if (act === undefined || subject.since !== draft.now) return;
  const because = subject.cause ?? noCause(key);
  draft.actions.push({ type: 'suggest', subject: key, act, next, because });
}

const noCause = (key: string) => ({ seenBy: key, code: 'DOWN', message: 'it fails' });

function decide(draft: Draft, key: string, subject: SubjectState): void {
  const { state, setup, now } = draft;
  const own = setup.subjects[key];
  if (own === undefined || !subject.confirmed) return;
  const rungs = rungsOf(key, subject, setup);
  const back = rollbackOf(draft, key, subject);
  const service = rungs[0]?.service ?? (own.kind === 'service' ? key : undefined);
  const { policy } = (service === undefined ? undefined : setup.subjects[service]) ?? own;
  const reason = giveUpReason(draft, subject, service);
  // What the engine is about to start is left to it, until it has done so often enough
  if (subject.restarting && reason === undefined) return;
  const isLast = back !== undefined && (reason !== undefined || subject.rung >= rungs.length);
  const act: HealAct | undefined = isLast ? back : (rungs[subject.rung] ?? rungs.at(-1));
  if (policy === 'auto') {
    if (reason !== undefined && !isLast && (act !== undefined || own.kind === 'service')) {
      subject.given = reason + refusedRollback(draft);
      enter(draft, key, 'open', subject.given);
      return;
    }
  }
  if (act === undefined || policy === 'off') return;
  if (policy === 'suggest') return void suggest(draft, key, subject, back ? [...rungs, back] : rungs);
  if (subject.phase === 'failed' && subject.attempts > 0) {
    const { baseMs, capMs } = setup.rules.backoff;
    const delay = Math.min(capMs, baseMs * 2 ** (subject.attempts - 1));
    const wait = withJitter(delay, `${state.seed} ${key} ${subject.attempts} ${now}`);
    enter(draft, key, 'backoff', `the next act follows in ${Math.round(wait / 1000)} s`);
    subject.healAt = now + wait;
    return;
  }
  if (now < (subject.healAt ?? 0)) return;
  if (Object.values(state.subjects).some(one => isUnderWay(one, now))) return;
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
export function takeOutcome(
  draft: Draft,
  { id, refusal, hopeless }: Extract<MonitorEvent, { type: 'acted' }>,
): void {
  const { state } = draft;
  const [key, subject] =
    Object.entries(state.subjects).find(([, one]) => one.phase === 'healing' && one.heal?.id === id) ?? [];
  if (key === undefined || subject === undefined)
    return void note(draft, OBSERVER, `nothing waits for act ${id}`);
  const { heal } = subject;
  if (refusal === undefined) {
    verify(draft, key, 'it was done');
    subject.heal = heal;
    if (heal?.act.action === 'rollback') startOthers(draft, heal.act, 'it was rolled back as well');
  } else {
    if (heal?.act.action === 'rollback' && state.wentBack !== undefined)
      state.wentBack = { ...state.wentBack, refusal };
    enter(draft, key, 'failed', `it was refused: ${refusal}`);
    subject.confirmed = true;
    subject.hopeless ??= hopeless;
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
