import type { Places } from '../src/engine/declared-at.ts';
import { rankFailures } from '../src/engine/rank-failures.ts';
import type { CheckResult, Report } from '../src/model/result.ts';
import type { Place } from '../src/model/verdict.ts';

/** Where nothing better is known: readers of files want a place of everything. */
const NOWHERE: Place = { file: 'failsafe.yaml', line: 1, column: 1 };

/** What is said of one place. */
export interface Anchored extends Place {
  readonly result: CheckResult;
  /** Of a static level: what is wrong at this very place. */
  readonly spot?: string;
  readonly related?: Place;
}

/** What people shall read, causes before symptoms, each at its places in the repository; what the baseline passes over comes with it. */
export function anchored({ prerequisites, results }: Report, { declared, inSource }: Places): Anchored[] {
  const telling = rankFailures([...prerequisites, ...results]).filter(
    ({ status, known }) =>
      ['fail', 'error', 'warn'].includes(status) || (status === 'known' && known?.status !== 'blocked'),
  );
  return telling.flatMap((result): Anchored[] => {
    const { spots = [] } = result;
    if (spots.length === 0) return [{ result, ...(declared(result) ?? NOWHERE) }];
    return spots.map(({ message, file, line, column, related }) => ({
      result,
      spot: message,
      file: inSource(file),
      line,
      column,
      ...(related && { related: { ...related, file: inSource(related.file) } }),
    }));
  });
}
