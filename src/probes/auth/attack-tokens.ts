import { unique } from '../../matching/template.ts';
import { type AuthRequest, FORGERIES } from '../../model/observations/auth.ts';
import { type Credentials, carrying, replaying } from './credentials.ts';
import { forge } from './forge.ts';
import { type AuthState, giveUp, leaveOut, take } from './state.ts';

const FOREIGN_ORIGIN = 'https://failsafe.example';

/** The request without a session that it declares itself. */
function bare({ headers = {}, ...request }: AuthRequest): AuthRequest {
  const others = Object.entries(headers).filter(([name]) => !/^(authorization|cookie)$/i.test(name));
  return { ...request, headers: Object.fromEntries(others) };
}

async function tryForgeries(state: AuthState, credentials: Credentials): Promise<void> {
  const { params, client } = state;
  if (!params.attacks) return leaveOut(state, FORGERIES, 'auth.attacks is off');
  const forged = await forge(credentials.token ?? '', params.signingKey?.reveal());
  for (const name of FORGERIES) {
    const token = forged[name];
    if (token === undefined || state.steps[name] !== undefined) continue;
    const carried = carrying(token, params, credentials);
    const variables = { ...state.variables, token };
    await take(state, name, { ...params.whoami }, { visitor: client.visitor(), carried, variables });
  }
  const reason =
    'alg-none' in forged ? 'the token cannot be signed as the server would' : 'the token is no JWT';
  leaveOut(state, FORGERIES, reason);
}

/** Asks who I am without a token, with nonsense and with forged ones: all must be refused. */
export async function attackTokens(state: AuthState): Promise<void> {
  const { params, client, credentials } = state;
  if (credentials === undefined) return;
  await take(state, 'no-token', bare(params.whoami), { visitor: client.visitor() });
  const garbage = `garbage${unique()}`;
  const step = await take(state, 'garbage-token', params.whoami, {
    visitor: client.visitor(),
    carried: carrying(garbage, params, credentials),
    variables: { ...state.variables, token: garbage },
  });
  // Forgeries would be waited for one by one, where one kind of bad token hangs already.
  if (step.did === 'failed') giveUp(state, FORGERIES, `nonsense as a token: ${step.message}`);
  await tryForgeries(state, credentials);
}

/** Asks as a page of a foreign origin would, with the session. */
export async function askFromElsewhere(state: AuthState): Promise<void> {
  const { params, credentials, client } = state;
  if (credentials === undefined) return;
  const carried = { ...replaying(params, credentials), origin: FOREIGN_ORIGIN };
  await take(state, 'cors', params.whoami, { visitor: client.visitor(), carried });
  const { path } = params.whoami;
  const headers = {
    origin: FOREIGN_ORIGIN,
    'access-control-request-method': params.whoami.method,
    'access-control-request-headers': 'authorization',
  };
  await take(
    state,
    'cors-preflight',
    { method: 'OPTIONS', path },
    { visitor: client.visitor(), carried: headers },
  );
}
