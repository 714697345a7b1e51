import { replaying } from './credentials.ts';
import { enter, openSessionHeaders } from './open-session.ts';
import { perform, succeeded } from './perform.ts';
import { type AuthState, giveUp, leaveOut, remember, take } from './state.ts';

/** Logs out, and asks who I am with what the session was carried by. */
export async function closeSession(state: AuthState): Promise<void> {
  const { params, client, credentials } = state;
  const names = ['logout', 'whoami-after-logout'] as const;
  if (params.logout === undefined) return leaveOut(state, names, 'no logout is declared');
  if (credentials === undefined) return;
  await take(state, 'logout', params.logout, { carried: openSessionHeaders(state) });
  const carried = replaying(params, credentials);
  await take(state, 'whoami-after-logout', params.whoami, { visitor: client.visitor(), carried });
}

const isRequest = (act: object) => 'method' in act;

/** Logs in once more when requests of the clean-up will want a session; failed logins that follow could be in its way. */
export async function reopenForCleanup(state: AuthState): Promise<void> {
  const { params, client, patience, variables } = state;
  if (state.steps.logout?.did !== 'answered' || !params.cleanup.some(isRequest)) return;
  const visitor = client.visitor();
  const step = await perform(params.login, { visitor, variables, patience });
  if (succeeded(step) && enter(state, step)) state.visitor = visitor;
}

/** Registers the same user a second time, when the first time went well. */
export async function registerAgain(state: AuthState): Promise<void> {
  const { params, client, steps } = state;
  if (params.register === undefined) return;
  if (steps.register === undefined || !succeeded(steps.register)) {
    return giveUp(state, ['duplicate'], 'the first registration failed');
  }
  const step = await take(state, 'duplicate', params.register, { visitor: client.visitor() });
  if (step.did !== 'answered' || step.answer.status >= 400) return;
  state.registered.push({ ...state.variables, ...remember(state, params.register, step.answer) });
}
