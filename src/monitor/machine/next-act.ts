import type { ServiceAct } from '../../model/verdict.ts';
import type { SubjectSetup } from './rules.ts';
import type { SubjectState } from './state.ts';

/**
 * The next rung of the ladder: what the evidence asks for, else a restart; then a new container of the same image,
 * unless it holds data or its image is another one by now. Undefined where no act mends it.
 */
export function nextAct(key: string, subject: SubjectState, setup: SubjectSetup): ServiceAct | undefined {
  if (subject.hopeless !== undefined) return undefined;
  if (setup.kind !== 'service') return subject.act;
  const first: ServiceAct = subject.act ?? { action: 'restart', service: key };
  const mayRecreate = !setup.stateful && !subject.imageChanged && first.action !== 'create';
  return subject.rung === 0 || !mayRecreate ? first : { action: 'recreate', service: key };
}
