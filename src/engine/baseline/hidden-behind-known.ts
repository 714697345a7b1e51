import type { Problem } from '../../model/problem.ts';
import type { Report } from '../../model/result.ts';

const SHOWN = 5;

/** Nothing that was looked at is well: there is no health to speak of. */
function nothingElse(results: Report['results']): Problem[] {
  const seen = results.filter(({ status }) => status !== 'skip');
  if (seen.length === 0 || seen.some(({ status }) => status !== 'known')) return [];
  return [
    {
      code: 'BASELINE_HIDES',
      message: 'the baseline passes over all that was looked at',
      expected: 'something that is well',
      fix: 'Select more with --grep, or leave this part out of the gate.',
    },
  ];
}

/** What is blocked by failures that are passed over: nobody knows how it is, so that such a run says nothing of health. */
export function hiddenBehindKnown({
  results,
  prerequisites,
}: Pick<Report, 'results' | 'prerequisites'>): Problem[] {
  const known = new Set(
    [...results, ...prerequisites].filter(({ status }) => status === 'known').map(({ id }) => id),
  );
  const hidden = results.filter(
    ({ status, rootBlocker }) => status === 'blocked' && rootBlocker !== undefined && known.has(rootBlocker),
  );
  if (hidden.length === 0) return nothingElse(results);
  const roots = [...new Set(hidden.map(({ rootBlocker }) => rootBlocker))];
  const names = hidden.slice(0, SHOWN).map(({ id }) => id);
  const more = hidden.length > SHOWN ? ` and ${hidden.length - SHOWN} more` : '';
  return [
    {
      code: 'BASELINE_HIDES',
      message: `${hidden.length} checks could not be looked at behind what the baseline passes over: ${names.join(', ')}${more}`,
      expected: 'failures in the baseline that stand in no other check’s way',
      got: roots.join(', '),
      fix: 'Mend it, or leave out what stands on it with --grep.',
    },
  ];
}
