import type { AuthStepSeen } from '../../model/observations/auth.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import { type Answered, perform, type Sending, succeeded } from './perform.ts';
import { type AuthState, credentialsFrom } from './state.ts';

const isSame = (one: HttpAnswer, other: HttpAnswer) => one.status === other.status && one.body === other.body;

/**
 * Whether the cookies of an answer are a session of somebody. Many applications begin one for whoever comes, to keep a
 * message or a token of the form in it; only who they are taken for tells the two apart.
 */
async function opensSession({ params, steps }: AuthState, sending: Sending): Promise<boolean> {
  const whoami = await perform(params.whoami, sending);
  // What cannot be asked disproves nothing.
  if (whoami.did !== 'answered') return true;
  const stranger = steps['no-token'];
  const known = stranger?.did !== 'answered' || !isSame(whoami.answer, stranger.answer);
  return known && succeeded(whoami);
}

/** Logs in as somebody who may not be let in, and looks whether that opened a session. */
export async function tryLogin(
  state: AuthState,
  { variables, body }: Pick<Sending, 'variables' | 'body'>,
  patience = state.patience,
): Promise<AuthStepSeen> {
  const { params, client } = state;
  const sending = { visitor: client.visitor(), variables, patience };
  const grants = (answer: HttpAnswer) => credentialsFrom(state, answer) !== undefined;
  const step = await perform(params.login, { ...sending, grants, body });
  if (params.scheme !== 'cookie' || step.did !== 'answered' || !step.granted) return step;
  const seen: Answered = { ...step, granted: await opensSession(state, sending) };
  return seen;
}
