import type { AuthCleanupSeen, AuthEarlierSeen } from '../../model/observations/auth.ts';
import { abandoned } from '../unfinished.ts';
import { type CleanupContext, cleanUp, isSql, nameOf } from './cleanup.ts';
import type { AuthState } from './state.ts';

const NOT_OURS = 'is a request: sent now, it would remove the user of this run';

/**
 * Removes the test users of runs that could not: they were killed, or their registration got no answer. Only statements
 * can: a request goes in the session of the user that is logged in. While the application answers no registration, an earlier one may yet be carried out.
 */
export async function removeEarlier(state: AuthState, context: CleanupContext): Promise<AuthEarlierSeen[]> {
  const { params, steps } = state;
  const answers = steps.register?.did === 'answered';
  const seen: AuthEarlierSeen[] = [];
  for (const { variables, forget } of await abandoned(params.root, state.look)) {
    const acts: AuthCleanupSeen[] = params.cleanup.every(isSql)
      ? await cleanUp({ ...state, registered: [{ ...variables }] }, context)
      : params.cleanup.map(act => ({ act: nameOf(act), failure: NOT_OURS }));
    if (answers && acts.every(({ failure }) => failure === undefined)) await forget();
    seen.push({ user: (variables.user ?? {}) as AuthEarlierSeen['user'], acts });
  }
  return seen;
}
