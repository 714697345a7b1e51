import { nearest } from '../config/did-you-mean.ts';
import type { Check, CodePage } from '../levels/check.ts';
import { ProblemError } from '../model/problem.ts';
import { commonCodes } from './common-codes.ts';
import { problemCodes } from './problem-codes.ts';

/** What is known of a code, in the check that gives it. */
export interface ExplainedCode extends CodePage {
  readonly code: string;
}

/** What is known of a check, or of some of its codes. */
export interface Explanation {
  /** Undefined: codes that any check can give. */
  readonly check?: Pick<Check, 'id' | 'title' | 'why' | 'source'>;
  readonly codes: readonly ExplainedCode[];
}

/** Codes of no check of its own. */
const general = { ...commonCodes, ...problemCodes };

const pagesOf = (codes: Readonly<Record<string, CodePage>>, only?: string): ExplainedCode[] =>
  Object.entries(codes)
    .filter(([code]) => only === undefined || code === only)
    .map(([code, page]) => ({ code, ...page }));

function describe({ id, title, why, source, codes }: Check, only?: string): Explanation {
  return { check: { id, title, why, source }, codes: pagesOf(codes, only) };
}

/**
 * Explains a check (`api.status`), a result of one (`api.status:users.list`), or a code (`HTTP_STATUS`) in every check
 * that gives it.
 *
 * @throws ProblemError NOTHING_TO_EXPLAIN
 */
export function explain(asked: string, checks: readonly Check[]): Explanation[] {
  const word = asked.trim();
  const check = checks.find(({ id }) => id === word.split(':')[0]);
  if (check !== undefined) return [describe(check)];
  const code = word.toUpperCase();
  const found = checks.map(one => describe(one, code)).filter(({ codes }) => codes.length > 0);
  if (Object.hasOwn(general, code)) found.unshift({ codes: pagesOf(general, code) });
  if (found.length > 0) return found;
  const names = checks.flatMap(({ id, codes }) => [id, ...Object.keys(codes)]);
  const near = nearest(word, [...names, ...Object.keys(general)]);
  const fix =
    near === undefined
      ? 'All checks and their codes stand in docs/checks/README.md.'
      : `Did you mean "${near}"?`;
  throw new ProblemError([{ code: 'NOTHING_TO_EXPLAIN', message: `${word} is no check and no code`, fix }]);
}
