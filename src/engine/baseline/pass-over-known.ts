import { join } from 'node:path/posix';
import type { Check } from '../../levels/check.ts';
import type { RawFile, SourceObservation } from '../../model/observations/source.ts';
import type { CheckResult } from '../../model/result.ts';
import type { PassedSpot, Spot } from '../../model/verdict.ts';
import { type Baseline, type BaselineEntry, hmacOf, isCurrent, lastDay } from './baseline.ts';

/** The files in which spots were found. */
export interface SpottedFiles extends Pick<SourceObservation, 'changed'> {
  readonly files: readonly Pick<RawFile, 'path' | 'text'>[];
  /** Where they are, from the folder of the baseline's paths. Default: there. */
  readonly folder?: string;
}

/** What stands for each spot of a result. */
function keysOf({ code, spots = [] }: CheckResult, { files, folder = '' }: SpottedFiles, baseline: Baseline) {
  const texts = new Map(files.map(({ path, text = '' }) => [path, text.split('\n')]));
  return spots.map(spot => {
    const text = texts.get(spot.file)?.[spot.line - 1] ?? '';
    const file = join(folder, spot.file);
    return { spot, file, hmac: hmacOf(baseline, { rule: code, file, text }) };
  });
}

/** Whether a baseline may know it. */
export const isFound = ({ status }: CheckResult): boolean => status === 'fail' || status === 'warn';

/** Results without the spots that a baseline knows; an entry that has expired knows nothing any more. */
export function passOverKnown(
  results: readonly CheckResult[],
  project: SpottedFiles,
  baseline: Baseline,
  now: Date,
): CheckResult[] {
  const left = new Map<string, number>();
  const current = baseline.entries.filter(entry => isCurrent(entry, now));
  for (const { hmac } of current) left.set(hmac, (left.get(hmac) ?? 0) + 1);
  const isKnown = (hmac: string): boolean => {
    const count = left.get(hmac) ?? 0;
    left.set(hmac, count - 1);
    return count > 0;
  };
  return results.map(result => {
    if (!isFound(result) || result.spots === undefined) return result;
    const keys = keysOf(result, project, baseline).map(key => ({ ...key, known: isKnown(key.hmac) }));
    const spots = keys.filter(({ known }) => !known).map(({ spot }): Spot => spot);
    const count = keys.length - spots.length;
    if (count === 0) return result;
    const days = current
      .filter(({ hmac }) => keys.some(key => key.hmac === hmac))
      .map(({ expires }) => expires);
    const until = `known until ${days.toSorted()[0] ?? ''}`;
    const ofBaseline = keys.flatMap(({ spot, known }): PassedSpot[] =>
      known ? [{ ...spot, by: 'baseline', why: until }] : [],
    );
    const passedOver = [...(result.passedOver ?? []), ...ofBaseline];
    const known = {
      status: result.status === 'warn' ? ('warn' as const) : ('fail' as const),
      expires: days.toSorted()[0] ?? '',
      spots: count,
    };
    const message = `${count} in the baseline`;
    return spots.length > 0
      ? { ...result, known, spots, passedOver, message: `${result.message}, ${message}` }
      : { ...result, known, status: 'known', message, spots: [], passedOver, fixes: [], cause: undefined };
  });
}

/** Ids of the rules that came to a verdict. */
export function judgedRules(results: readonly CheckResult[], checks: readonly Check[]): Set<string> {
  const judged = results.filter(({ status }) => ['pass', 'skip', 'fail', 'warn'].includes(status));
  const names = new Set(judged.map(({ check }) => check));
  return new Set(checks.flatMap(({ id, rule }) => (rule !== undefined && names.has(id) ? [rule.id] : [])));
}

/**
 * A baseline of everything that is found now. What is known keeps its day; what is new gets one in 90 days; what was not looked
 * at stays: files that have not changed, rules that came to no verdict.
 *
 * @param judged ids of the rules that did
 */
export function baselineOf(
  results: readonly CheckResult[],
  project: SpottedFiles,
  before: Baseline,
  { now, judged }: { readonly now: Date; readonly judged: ReadonlySet<string> },
): Baseline {
  const fresh = lastDay(now);
  const known = Map.groupBy(before.entries, ({ hmac }) => hmac);
  const entries = results.filter(isFound).flatMap(result =>
    keysOf(result, project, before).map(({ file, hmac }): BaselineEntry => {
      const entry = known.get(hmac)?.shift();
      const expires = entry !== undefined && isCurrent(entry, now) ? entry.expires : fresh;
      return { rule: result.code, file, expires, hmac };
    }),
  );
  const { changed } = project;
  const isGone = ({ rule, file }: BaselineEntry) =>
    judged.has(rule) && (changed === undefined || changed.includes(file));
  const unseen = [...known.values()].flat().filter(entry => !isGone(entry));
  return { ...before, entries: [...unseen, ...entries] };
}
