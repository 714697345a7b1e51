import { begin } from '../unfinished.ts';
import { replaying } from './credentials.ts';
import { type Answered, succeeded } from './perform.ts';
import { type AuthState, credentialsFrom, giveUp, identityOf, remember, take } from './state.ts';

async function register(state: AuthState): Promise<boolean> {
  const { params, client } = state;
  if (params.register === undefined) return true;
  // Written down before the answer: a registration that times out may have made the user all the same.
  const variables = { ...state.variables };
  state.note = await begin(params.root, state.look, { user: identityOf(state) });
  state.registered.push(variables);
  const step = await take(state, 'register', params.register, { visitor: client.visitor() });
  const refused = step.did === 'answered' && step.answer.status >= 400 && step.answer.status < 500;
  const withoutToken = step.did === 'failed' && step.code === 'NO_CSRF_TOKEN';
  const unsent = withoutToken || (step.did === 'nothing' && !step.sent);
  if (unsent || refused) state.registered.pop();
  if (!succeeded(step)) return false;
  Object.assign(variables, remember(state, params.register, step.answer));
  state.variables = variables;
  return true;
}

/** Has values at hand for the steps that follow and for the clean-up of the user. */
function keepCaptures(state: AuthState, values: Record<string, unknown>): void {
  state.variables = { ...state.variables, ...values };
  for (const variables of state.registered.slice(0, 1)) Object.assign(variables, state.variables);
}

/** Takes what a login gave into use. */
export function enter(state: AuthState, { answer }: Answered): boolean {
  const credentials = credentialsFrom(state, answer);
  if (credentials === undefined) return false;
  const { token } = credentials;
  state.credentials = credentials;
  state.variables = {
    ...state.variables,
    ...(token && { token }),
    ...remember(state, state.params.login, answer),
  };
  for (const variables of state.registered.slice(0, 1)) Object.assign(variables, state.variables);
  return true;
}

/** The headers of the open session; cookies are carried by the visitor. */
export const openSessionHeaders = ({ params, credentials }: AuthState): Record<string, string> =>
  credentials === undefined || params.scheme === 'cookie' ? {} : replaying(params, credentials);

/** Registers, logs in and asks who that is. False: what follows has nothing to stand on. */
export async function openSession(state: AuthState): Promise<boolean> {
  const { params } = state;
  if (!(await register(state))) {
    giveUp(state, ['login', 'whoami', 'duplicate'], 'the registration failed');
    return false;
  }
  const login = await take(state, 'login', params.login);
  if (!succeeded(login) || !enter(state, login)) {
    giveUp(state, ['whoami'], 'the login failed');
    return false;
  }
  const whoami = await take(state, 'whoami', params.whoami, { carried: openSessionHeaders(state) });
  if (!succeeded(whoami)) return false;
  keepCaptures(state, remember(state, params.whoami, whoami.answer));
  return true;
}
