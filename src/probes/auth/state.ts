import type {
  AuthAttempt,
  AuthParams,
  AuthRequest,
  AuthStepName,
  AuthStepSeen,
  NotDoneKind,
} from '../../model/observations/auth.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import type { ProbeContext } from '../../model/probe.ts';
import type { Stack } from '../../model/stack.ts';
import { lastingDeployment } from '../lasting.ts';
import { namesSecret } from '../names-secret.ts';
import type { Begun } from '../unfinished.ts';
import type { AuthClient, Visitor } from './client.ts';
import { type Credentials, credentialsIn, secretsIn } from './credentials.ts';
import { captured, type Patience, perform, type Sending } from './perform.ts';
import { createUser, secretValues, shownFields, type User } from './user.ts';

/** A session under way: what was done so far, and what the next steps need. */
export interface AuthState {
  readonly params: AuthParams;
  readonly client: AuthClient;
  readonly patience: Patience;
  readonly user: User;
  readonly steps: Partial<Record<AuthStepName, AuthStepSeen>>;
  readonly attempts: AuthAttempt[];
  /** `{{user}}`, `{{token}}` and what was captured. */
  variables: Record<string, unknown>;
  /** Variables of each user that was registered. */
  readonly registered: Record<string, unknown>[];
  /** See {@link lookOf}. */
  readonly look: string | undefined;
  /** Tells the next run what to remove if this one is killed. */
  note?: Begun;
  credentials?: Credentials;
  /** Carries the session that is open last. */
  visitor: Visitor;
  keepSecret(value: string): void;
}

/** The state before the first step. */
export function startState(
  params: AuthParams,
  client: AuthClient,
  patience: Patience,
  { stack, keepSecret }: Pick<ProbeContext, 'stack' | 'keepSecret'>,
): AuthState {
  const user = createUser(params);
  for (const value of secretValues(user)) keepSecret(value);
  const variables = { user };
  const visitor = client.visitor();
  return {
    params,
    client,
    patience,
    look: lookOf(params, stack),
    user,
    steps: {},
    attempts: [],
    variables,
    registered: [],
    visitor,
    keepSecret,
  };
}

/** Keeps what a request captures, and has it redacted when its name says so. */
export function remember(
  state: AuthState,
  declared: AuthRequest,
  answer: HttpAnswer,
): Record<string, unknown> {
  const values = captured(declared, answer);
  for (const [name, value] of Object.entries(values)) {
    if (namesSecret(name) && typeof value === 'string') state.keepSecret(value);
  }
  return values;
}

/** Finds the credentials in an answer, and has them redacted. */
export function credentialsFrom(state: AuthState, answer: HttpAnswer): Credentials | undefined {
  const credentials = credentialsIn(answer, state.params);
  for (const secret of credentials === undefined ? [] : secretsIn(credentials)) state.keepSecret(secret);
  return credentials;
}

/** Does a step and writes it down. */
export async function take(
  state: AuthState,
  name: AuthStepName,
  declared: AuthRequest,
  sending: Partial<Sending> = {},
): Promise<AuthStepSeen> {
  const { visitor, variables, patience } = state;
  const grants = (answer: HttpAnswer) => credentialsFrom(state, answer) !== undefined;
  const step = await perform(declared, { visitor, variables, patience, grants, ...sending });
  state.steps[name] = step;
  return step;
}

const writeDown =
  (kind: NotDoneKind) =>
  (state: AuthState, names: readonly AuthStepName[], reason: string): void => {
    for (const name of names) state.steps[name] ??= { did: 'nothing', kind, reason };
  };

/** Writes down why steps do not apply here, for those of them that were not done. */
export const leaveOut = writeDown('not-applicable');

/** Writes down what kept us from steps, for those of them that were not done. */
export const giveUp = writeDown('not-reached');

/** The name of this look, at this deployment, among notes of what is unfinished. */
export function lookOf({ target, cleanup }: AuthParams, stack: Stack): string | undefined {
  const databases = cleanup.flatMap(act => ('sql' in act ? [act.target.endpoint] : []));
  const deployment = lastingDeployment(stack, [target.endpoint, ...databases]);
  return deployment && `auth:${target.name} of ${deployment}`;
}

/** What may be shown of the user. */
export const identityOf = ({ user }: AuthState): User => shownFields(user);
