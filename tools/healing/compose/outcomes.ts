import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { ComposeOutcome } from './outcome.ts';

const keyOf = ({ fault, by, seed }: Pick<ComposeOutcome, 'fault' | 'by' | 'seed'>) =>
  `${fault} ${by} ${seed}`;

/**
 * What came of all runs so far: a line of JSON each, added when the run is over, so that runs beside each other and after
 * each other lose nothing. Of two with the same fault, hand and seed the later one counts.
 */
export function openOutcomes(file: string) {
  const all = (): ComposeOutcome[] => {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    const outcomes = lines.map((line): ComposeOutcome => JSON.parse(line));
    return [...new Map(outcomes.map(one => [keyOf(one), one])).values()];
  };
  return {
    all,
    add: (outcome: ComposeOutcome) => appendFileSync(file, `${JSON.stringify(outcome)}\n`),
    /** Of these runs those that were not made yet. */
    missing<T extends Pick<ComposeOutcome, 'fault' | 'by' | 'seed'>>(wanted: readonly T[]): T[] {
      const made = new Set(all().map(keyOf));
      return wanted.filter(one => !made.has(keyOf(one)));
    },
  };
}
