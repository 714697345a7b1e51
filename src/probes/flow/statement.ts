import type { DatabaseQuery } from '../../config/schema/database.ts';
import { formatDuration } from '../../config/units.ts';
import { judgeRows } from '../../matching/judge-rows.ts';
import { fill, fillText } from '../../matching/template.ts';
import type { FlowStatement } from '../../model/observations/flow.ts';
import { execute } from '../postgres/execute.ts';
import { type Answer, StepError } from './attempt.ts';
import type { FlowState } from './state.ts';

/** SQLSTATE */
const QUERY_CANCELED = '57014';

const limit = (timeoutMs: number, writes: boolean): string =>
  writes
    ? `it had ${formatDuration(timeoutMs)}, as long as a teardown may take`
    : `it had ${formatDuration(timeoutMs)}, a third of the flow's \`timeout\` or what was left of it`;

/** Runs a statement of the flow; only a teardown commits what it changes. */
export async function statement(
  step: FlowStatement,
  state: FlowState,
  {
    signal,
    timeoutMs,
    writes,
  }: { readonly signal: AbortSignal; readonly timeoutMs: number; readonly writes: boolean },
): Promise<Answer> {
  const params = (step.params ?? []).map(param => fillText(param, state.variables));
  const context = { stack: state.stack, signal, timeoutMs };
  const done = await execute(step.target, { sql: step.sql, params, writes }, context);
  if (!done.ok) {
    const { code, message } = done.failure;
    throw new StepError(code, code === QUERY_CANCELED ? `${message}: ${limit(timeoutMs, writes)}` : message);
  }
  const { rows, affected } = done;
  // A DELETE without RETURNING gives no rows; `rows` then means those that it changed.
  const judged = rows.length === 0 && writes ? Array.from({ length: affected }, () => ({})) : rows;
  const expectation = step.expect as DatabaseQuery['expect'] | undefined;
  return {
    saw: `${affected} row${affected === 1 ? '' : 's'}`,
    mismatches: expectation === undefined ? [] : judgeRows(judged, fill(expectation, state.variables)),
    document: rows,
    affected,
  };
}
