import type { FlowEarlierSeen } from '../../model/observations/flow.ts';
import { abandoned } from '../unfinished.ts';
import { isGood } from './attempt.ts';
import { type FlowState, lookOf } from './state.ts';
import { tearDown } from './teardown.ts';

/** Whether each act of a teardown did its work in the end. */
export const isDone = (acts: FlowEarlierSeen['acts']): boolean =>
  acts.every(({ attempts }) => {
    const last = attempts.at(-1);
    return last !== undefined && isGood(last);
  });

/**
 * Removes what runs that were killed, or got no answer, left behind: the same teardown, with the variables that they had.
 *
 * @param answers whether the application answers now; while it does not, it may yet do what it was asked
 */
export async function removeEarlier(state: FlowState, answers: boolean): Promise<FlowEarlierSeen[]> {
  const { params } = state;
  const seen: FlowEarlierSeen[] = [];
  for (const { variables, forget } of await abandoned(params.root, lookOf(params, state.stack))) {
    const acts = await tearDown({ ...state, variables: { ...variables } });
    if (answers && isDone(acts)) await forget();
    seen.push({ variables: variables as FlowEarlierSeen['variables'], acts });
  }
  return seen;
}
