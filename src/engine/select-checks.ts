import { ProblemError } from '../model/problem.ts';
import { nothingSelected } from './outcome.ts';
import type { Plan } from './planned-check.ts';
import { parseTagFilter, type TagFilter } from './tag-filter.ts';

function parse(expression: string): TagFilter {
  try {
    return parseTagFilter(expression);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const fix = 'Write it like: api and not (slow or flaky)';
    throw new ProblemError([{ code: 'TAG_EXPRESSION_INVALID', message: error.message, fix }]);
  }
}

/**
 * Ids of the checks whose tags match all of these expressions; of all checks when there are none.
 *
 * @throws ProblemError TAG_EXPRESSION_INVALID, and NOTHING_SELECTED: an empty selection must never count as healthy.
 */
export function selectChecks(plan: Plan, expressions: readonly string[]): string[] {
  const filters = expressions.map(parse);
  const selected = plan.checks.filter(({ tags }) => filters.every(matches => matches(tags)));
  if (selected.length > 0) return selected.map(({ id }) => id);
  const known = plan.checks.flatMap(({ tags }) => tags);
  throw new ProblemError([nothingSelected(expressions.join(' and ') || undefined, known)]);
}
