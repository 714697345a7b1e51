import { fillText, UnknownVariableError, type Variables } from '../../matching/template.ts';
import type { AuthCleanupSeen, AuthCleanupSql, AuthRequest } from '../../model/observations/auth.ts';
import type { ProbeContext } from '../../model/probe.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { execute } from '../postgres/execute.ts';
import { openSessionHeaders } from './open-session.ts';
import { type Patience, perform } from './perform.ts';
import type { AuthState } from './state.ts';

type Act = AuthRequest | AuthCleanupSql;
/** What the clean-up works with. */
export type CleanupContext = Pick<ProbeContext, 'stack' | 'timeoutMs'> & { readonly patience: Patience };

/** Whether an act is a statement. */
export const isSql = (act: Act): act is AuthCleanupSql => 'sql' in act;
/** The act as it is declared, variables not filled in. */
export const nameOf = (act: Act) => (isSql(act) ? act.sql : `${act.method} ${act.path}`);

async function runSql(
  act: AuthCleanupSql,
  variables: Variables,
  context: CleanupContext,
): Promise<AuthCleanupSeen> {
  const params = (act.params ?? []).map(param => fillText(param, variables));
  const { stack, timeoutMs, patience } = context;
  const { signal } = patience;
  const done = await execute(
    act.target,
    { sql: act.sql, params, writes: true },
    { stack, signal, timeoutMs },
  );
  return done.ok
    ? { act: act.sql, rows: done.affected }
    : { act: act.sql, failure: `${done.failure.code} ${done.failure.message}` };
}

async function send(
  act: AuthRequest,
  variables: Variables,
  state: AuthState,
  { patience }: CleanupContext,
): Promise<AuthCleanupSeen> {
  const carried = openSessionHeaders(state);
  const step = await perform(act, { visitor: state.visitor, variables, carried, patience });
  return { act: nameOf(act), step };
}

async function doOne(
  act: Act,
  variables: Variables,
  state: AuthState,
  context: CleanupContext,
): Promise<AuthCleanupSeen> {
  try {
    return isSql(act) ? await runSql(act, variables, context) : await send(act, variables, state, context);
  } catch (error) {
    if (error instanceof UnknownVariableError) return { act: nameOf(act), failure: error.message };
    if (error instanceof ProbeError) return { act: nameOf(act), failure: `${error.code} ${error.message}` };
    throw error;
  }
}

/** Does every act of the clean-up for every user that may exist, whatever became of the ones before. */
export async function cleanUp(state: AuthState, context: CleanupContext): Promise<AuthCleanupSeen[]> {
  const seen: AuthCleanupSeen[] = [];
  for (const variables of state.registered) {
    for (const act of state.params.cleanup) seen.push(await doOne(act, variables, state, context));
  }
  return seen;
}
