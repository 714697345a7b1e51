import type { Variables } from '../../matching/template.ts';
import type { AuthAttemptName, AuthStepSeen } from '../../model/observations/auth.ts';
import { type AuthState, giveUp, leaveOut } from './state.ts';
import { tryLogin } from './try-login.ts';
import {
  hasPassword,
  shownFields,
  strangerTo,
  type User,
  withObjectPassword,
  withWrongPassword,
} from './user.ts';

type Provoked = Exclude<AuthAttemptName, 'removed'>;

const TOO_MANY_REQUESTS = 429;
/** Enough to compare times, where the limit is not looked for. */
const FEW = 2;

/**
 * Which logins to provoke, the most telling first. A wrong password is repeated for an account of our own only: one
 * that exists could be locked.
 */
function choose({ params, user }: AuthState): Provoked[] {
  const odd: Provoked[] =
    params.attacks && params.login.json !== undefined ? ['bad-json', 'object-password'] : [];
  const single: Provoked[] = ['wrong-password', 'unknown-user', ...odd];
  const pairs: Provoked[] = params.register === undefined ? [] : ['wrong-password', 'unknown-user'];
  const repeated = Array.from({ length: params.rateLimit ? params.budget : FEW }, () => pairs).flat();
  const reserved = params.register === undefined || params.budget === 1 ? 0 : 1;
  const all = hasPassword(user)
    ? [...single, ...repeated]
    : (['bad-json'] as Provoked[]).filter(one => odd.includes(one));
  return all.slice(0, params.budget - reserved);
}

interface Bait {
  readonly user: User;
  readonly variables: Variables;
  readonly body?: string;
}

function baitFor(name: Provoked, { user, variables, attempts }: AuthState): Bait {
  const as = (bait: User): Bait => ({ user: bait, variables: { ...variables, user: bait } });
  switch (name) {
    case 'wrong-password':
      return as(withWrongPassword(user, attempts.filter(one => one.name === name).length));
    case 'unknown-user':
      return as(strangerTo(user));
    case 'bad-json':
      return { user, variables, body: '{"' };
    case 'object-password':
      return { user, variables: { ...variables, user: withObjectPassword(user) } };
  }
}

async function provoke(state: AuthState, name: Provoked): Promise<AuthStepSeen> {
  const { user, ...bait } = baitFor(name, state);
  const step = await tryLogin(state, bait);
  state.attempts.push({ name, step, user: shownFields(user) });
  const letIn = step.did === 'answered' && step.granted;
  if (letIn || state.steps[name] === undefined) state.steps[name] = step;
  return step;
}

const ALL: readonly Provoked[] = ['wrong-password', 'unknown-user', 'bad-json', 'object-password'];

/** Logs in with wrong passwords, as unknown users and with odd input, within the budget, until it is limited. */
export async function failLogins(state: AuthState): Promise<void> {
  const chosen = choose(state);
  const left = ALL.filter(name => !chosen.includes(name));
  leaveOut(
    state,
    left,
    hasPassword(state.user) ? 'auth.budget leaves no room for it' : 'the user has no password',
  );
  for (const name of chosen) {
    // What was not answered once is not waited for again.
    if (state.steps[name]?.did === 'failed') continue;
    const step = await provoke(state, name);
    if (step.did === 'nothing') return giveUp(state, chosen, step.reason);
    if (step.did === 'answered' && step.answer.status === TOO_MANY_REQUESTS) {
      return leaveOut(state, chosen, 'the server limited the failed logins before it (429)');
    }
  }
}
