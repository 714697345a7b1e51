import { formatDuration } from '../config/units.ts';
import type { AuthCleanupSeen, AuthObservation, AuthParams } from '../model/observations/auth.ts';
import type { Probe, ProbeContext } from '../model/probe.ts';
import { askFromElsewhere, attackTokens } from './auth/attack-tokens.ts';
import { cleanUp } from './auth/cleanup.ts';
import { openClient } from './auth/client.ts';
import { closeSession, registerAgain, reopenForCleanup } from './auth/close-session.ts';
import { removeEarlier } from './auth/earlier.ts';
import { failLogins } from './auth/fail-logins.ts';
import { parseJwt } from './auth/forge.ts';
import { openSession } from './auth/open-session.ts';
import type { Patience } from './auth/perform.ts';
import { type AuthState, identityOf, startState } from './auth/state.ts';
import { tryLogin } from './auth/try-login.ts';
import { timeIsUp } from './time-is-up.ts';

/** The session, in an order in which no step spoils a later one: what limits or locks comes last. */
async function visit(state: AuthState): Promise<void> {
  if (await openSession(state)) {
    await attackTokens(state);
    await askFromElsewhere(state);
    await closeSession(state);
    await reopenForCleanup(state);
    await registerAgain(state);
  }
  if (state.credentials !== undefined) await failLogins(state);
}

/** Logs in with the right password after the clean-up: the last failed login of the budget, when all is removed. */
async function tryRemoved(state: AuthState, patience: Patience): Promise<void> {
  const { params, variables, attempts, credentials } = state;
  if (params.register === undefined || credentials === undefined || attempts.length >= params.budget) return;
  const limited = attempts.some(({ step }) => step.did === 'answered' && step.answer.status === 429);
  if (limited) return;
  const step = await tryLogin(state, { variables }, patience);
  state.attempts.push({ name: 'removed', step, user: identityOf(state) });
  state.steps.removed = step;
}

/** Whether an act reached the application, and was not met with an error of its own making. */
const isDone = ({ failure, step }: AuthCleanupSeen) =>
  failure === undefined && (step === undefined || (step.did === 'answered' && step.answer.status < 500));

/** Whether the registration is still on its way: it got no answer, and there was nothing to remove. */
const mayAppear = ({ steps }: AuthState, acts: readonly AuthCleanupSeen[]) =>
  steps.register?.did === 'failed' && acts.every(({ rows }) => rows === 0);

/** The clean-up has a time of its own, which no abort shortens: nothing may be left behind. */
async function leave(state: AuthState, params: AuthParams, context: ProbeContext) {
  const { cleanupMs, timeoutMs } = params;
  const patience = {
    signal: AbortSignal.timeout(cleanupMs),
    requestMs: timeoutMs,
    spent: `the time of the clean-up, ${formatDuration(cleanupMs)}, was up`,
  };
  const cleaning = { stack: context.stack, timeoutMs: cleanupMs, patience };
  const acts = await cleanUp(state, cleaning);
  if (acts.length > 0) await tryRemoved(state, patience);
  const earlier = await removeEarlier(state, cleaning);
  const gone = acts.every(isDone) && !mayAppear(state, acts);
  await (gone ? state.note?.forget() : state.note?.leave());
  return { acts, earlier };
}

const kindOf = ({ params, credentials }: AuthState): AuthObservation['token'] => {
  if (credentials === undefined) return 'none';
  if (credentials.token !== undefined && parseJwt(credentials.token) !== undefined) return 'jwt';
  return params.scheme === 'cookie' ? 'cookie' : 'opaque';
};

function lifetimeOf({ credentials }: AuthState): number | undefined {
  const { exp, iat } = parseJwt(credentials?.token ?? '')?.payload ?? {};
  if (typeof exp !== 'number') return undefined;
  return exp * 1000 - (typeof iat === 'number' ? iat * 1000 : Date.now());
}

/** When its token begins and ends to be good, from the login on. */
function timesOf({ credentials, steps: { login } }: AuthState) {
  const { exp, iat, nbf } = parseJwt(credentials?.token ?? '')?.payload ?? {};
  const told = login?.did === 'answered' ? Date.parse(login.answer.headers.date ?? '') : Number.NaN;
  const now = Number.isNaN(told) ? Date.now() : told;
  const start = typeof nbf === 'number' ? nbf : iat;
  return {
    startsInMs: typeof start === 'number' ? start * 1000 - now : undefined,
    endsInMs: typeof exp === 'number' ? exp * 1000 - now : undefined,
  };
}

/** Goes through a whole session once: in, attacks, out, and away with the test user. */
export const probe: Probe<'auth'> = {
  id: 'auth',
  writes: true,
  async observe(params, context) {
    const client = await openClient(params.target, context);
    const { sessionMs, timeoutMs } = params;
    const patience = {
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(sessionMs)]),
      requestMs: timeoutMs,
      spent: `the session is too slow: its ${formatDuration(sessionMs)} were up before this request`,
    };
    const state = startState(params, client, patience, context);
    let left: Awaited<ReturnType<typeof leave>> = { acts: [], earlier: [] };
    try {
      await visit(state);
    } finally {
      left = await leave(state, params, context).finally(() => client.close());
    }
    timeIsUp(context.signal);
    return {
      steps: state.steps,
      token: kindOf(state),
      lifetimeMs: lifetimeOf(state),
      ...timesOf(state),
      identity: Object.values(identityOf(state)),
      attempts: state.attempts,
      cleanup: { needed: state.registered.length > 0, user: identityOf(state), ...left },
    };
  },
};
