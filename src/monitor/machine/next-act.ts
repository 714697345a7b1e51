import type { ServiceAct } from '../../model/verdict.ts';
import { budgetLeft } from './budget.ts';
import type { Draft } from './draft.ts';
import type { RollbackAct } from './heal-act.ts';
import type { Setup } from './rules.ts';
import type { SubjectState } from './state.ts';

/**
 * The rungs of the ladder that keep its version: what the evidence asks for, else a restart; then a new container of the
 * same image, unless it holds data or its image is another one by now. None where no act mends it.
 */
export function rungsOf(key: string, subject: SubjectState, { subjects }: Setup): ServiceAct[] {
  const own = subjects[key];
  if (own === undefined || subject.hopeless !== undefined) return [];
  const holdsData = subject.act !== undefined && subjects[subject.act.service]?.stateful === true;
  const asked = holdsData && subject.act?.action === 'recreate' ? undefined : subject.act;
  if (own.kind !== 'service') return asked === undefined ? [] : [asked];
  const first: ServiceAct = asked ?? { action: 'restart', service: key };
  const mayRecreate = !own.stateful && !subject.imageChanged && first.action !== 'create';
  return mayRecreate ? [first, { action: 'recreate', service: key }] : [first];
}

/**
 * The last rung: the version before a recent deploy, once. Undefined where there is none, for what holds data, and where
 * an earlier version would fail as well. What an operator has stopped stays so.
 */
export function rollbackOf(draft: Draft, key: string, subject: SubjectState): RollbackAct | undefined {
  const { state, setup, now } = draft;
  const { wayBack, wentBack, subjects } = state;
  if (wayBack === undefined || now >= wayBack.until || wayBack.deploy === wentBack?.deploy) return undefined;
  if (!wayBack.services.includes(key) || setup.subjects[key]?.stateful !== false) return undefined;
  if (subject.hopeless !== undefined && !subject.ofVersion) return undefined;
  if (budgetLeft(state, setup, key, now).stack === 0) return undefined;
  const services = wayBack.services.filter(name => subjects[name]?.phase !== 'maintenance');
  return { action: 'rollback', service: key, version: wayBack.version, services };
}
