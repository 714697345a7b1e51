import type { Problem } from '../../model/problem.ts';
import type { Report } from '../../model/result.ts';

const SHOWN = 5;

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
  if (hidden.length === 0) return [];
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
