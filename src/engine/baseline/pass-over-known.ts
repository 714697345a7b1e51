import type { SourceObservation } from '../../model/observations/source.ts';
import type { CheckResult } from '../../model/result.ts';
import type { Spot } from '../../model/verdict.ts';
import { type Baseline, type BaselineEntry, hmacOf } from './baseline.ts';

const DAYS = 90;

/** The day of a moment, in UTC. */
const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** What stands for each spot of a result. */
function keysOf({ code, spots = [] }: CheckResult, { files }: SourceObservation, baseline: Baseline) {
  const texts = new Map(files.map(({ path, text = '' }) => [path, text.split('\n')]));
  return spots.map(spot => {
    const text = texts.get(spot.file)?.[spot.line - 1] ?? '';
    return { spot, hmac: hmacOf(baseline, { rule: code, file: spot.file, text }) };
  });
}

const isFound = ({ status }: CheckResult) => status === 'fail' || status === 'warn';

/** Results without the spots that a baseline knows; an entry that has expired knows nothing any more. */
export function passOverKnown(
  results: readonly CheckResult[],
  project: SourceObservation,
  baseline: Baseline,
  now: Date,
): CheckResult[] {
  const left = new Map<string, number>();
  for (const { hmac, expires } of baseline.entries)
    if (expires >= dayOf(now)) left.set(hmac, (left.get(hmac) ?? 0) + 1);
  const isKnown = (hmac: string): boolean => {
    const count = left.get(hmac) ?? 0;
    left.set(hmac, count - 1);
    return count > 0;
  };
  return results.map(result => {
    if (!isFound(result) || result.spots === undefined) return result;
    const spots = keysOf(result, project, baseline)
      .filter(({ hmac }) => !isKnown(hmac))
      .map(({ spot }): Spot => spot);
    const known = result.spots.length - spots.length;
    if (known === 0) return result;
    const message = `${known} in the baseline`;
    return spots.length > 0
      ? { ...result, spots, message: `${result.message}, ${message}` }
      : { ...result, status: 'pass', code: 'OK', message, spots: [], fixes: [], cause: undefined };
  });
}

/** A baseline of everything that is found now; what is not looked at stays in it. What is known keeps its day; what is new gets one in 90 days. */
export function baselineOf(
  results: readonly CheckResult[],
  project: SourceObservation,
  before: Baseline,
  now: Date,
): Baseline {
  const fresh = dayOf(new Date(now.getTime() + DAYS * 86_400_000));
  const known = Map.groupBy(before.entries, ({ hmac }) => hmac);
  const entries = results.filter(isFound).flatMap(result =>
    keysOf(result, project, before).map(({ spot, hmac }): BaselineEntry => {
      const entry = known.get(hmac)?.shift();
      const isCurrent = entry !== undefined && entry.expires >= dayOf(now);
      return { rule: result.code, file: spot.file, expires: isCurrent ? entry.expires : fresh, hmac };
    }),
  );
  const { changed } = project;
  const elsewhere = before.entries.filter(({ file }) => changed !== undefined && !changed.includes(file));
  return { ...before, entries: [...elsewhere, ...entries] };
}
