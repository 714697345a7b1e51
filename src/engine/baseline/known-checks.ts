import type { CheckResult } from '../../model/result.ts';
import { type Baseline, dayOf, isCurrent, type KnownCheck, lastDay } from './baseline.ts';
import { howInWords, howItFails, isAsKnown } from './how-it-fails.ts';
import { isFound } from './pass-over-known.ts';

/** Whether an entry is about a result's check and code, however it fails. */
const isNear = ({ id, code }: KnownCheck, result: CheckResult): boolean =>
  id === result.id && code === result.code;

/** Whether an entry is about a result. */
const isAbout = (known: KnownCheck, result: CheckResult): boolean =>
  isNear(known, result) && isAsKnown(known, howItFails(result));

/**
 * A result as a baseline knows it. What a known failure blocks says nothing of its own: it is passed over only where it is
 * about the very same thing (the schema of an endpoint that answers 500). Whatever else is blocked stays blocked.
 *
 * @param root the failure that blocks it
 */
export function passOverCheck(
  result: CheckResult,
  root: CheckResult | undefined,
  { checks = [] }: Baseline,
  now: Date,
): CheckResult {
  const own = isFound(result) ? result : undefined;
  const same = root !== undefined && root.level === result.level && root.subject === result.subject;
  const failure = own ?? (result.status === 'blocked' && same ? root : undefined);
  const entry = checks.find(known => failure !== undefined && isAbout(known, failure));
  if (entry === undefined || !isCurrent(entry, now)) return result;
  const { expires, reason } = entry;
  const status = result.status as 'fail' | 'warn' | 'blocked';
  return { ...result, status: 'known', known: { status, expires, reason } };
}

/** What was looked at: its verdict says something. */
const wasSeen = ({ status }: CheckResult): boolean =>
  status === 'pass' || status === 'warn' || status === 'fail';

/**
 * Entries for everything that fails or warns now. What is known keeps its day and its reason; what was not looked at stays; what is
 * well, or not declared any more, goes.
 *
 * @param results before a baseline was asked
 * @param reason why they are passed over; default: what was seen
 */
export function knownChecks(
  results: readonly CheckResult[],
  declared: ReadonlySet<string>,
  { checks = [] }: Baseline,
  { now, reason }: { readonly now: Date; readonly reason?: string },
): KnownCheck[] {
  const seen = new Set(results.filter(wasSeen).map(({ id }) => id));
  const unseen = checks.filter(({ id }) => declared.has(id) && !seen.has(id));
  const found = results.filter(result => isFound(result) && result.spots === undefined);
  const entries = found.map(result => {
    const before = checks.find(known => isAbout(known, result));
    const { at, ...how } = howItFails(result);
    const seen = { ...how, ...(at && { at: [...at] }) };
    if (before !== undefined && isCurrent(before, now))
      return { ...before, ...seen, ...(reason !== undefined && { reason }) };
    const { id, code, message } = result;
    return { id, code, since: dayOf(now), expires: lastDay(now), reason: reason ?? message, ...seen };
  });
  return [...unseen, ...entries];
}

const words = ({ id, code }: KnownCheck): string => `${id} ${code}`;

/**
 * Entries of what is well now or not declared any more, of what is still found after its day, and of what fails otherwise
 * than it is known to.
 */
export function newsOfChecks(
  results: readonly CheckResult[],
  declared: ReadonlySet<string>,
  { checks = [] }: Baseline,
  now: Date,
): { healed: string[]; expired: string[]; changed: string[] } {
  const of = (id: string) => results.find(result => result.id === id);
  const healed = checks.filter(({ id }) => !declared.has(id) || of(id)?.status === 'pass');
  const expired = checks.filter(known => {
    const result = of(known.id);
    return result !== undefined && isFound(result) && isAbout(known, result) && !isCurrent(known, now);
  });
  const changed = checks.flatMap(known => {
    const result = of(known.id);
    if (result === undefined || !isFound(result) || !isNear(known, result) || isAbout(known, result))
      return [];
    return [`${words(known)} (known: ${howInWords(known)}; now: ${howInWords(howItFails(result))})`];
  });
  return {
    healed: healed.map(known =>
      declared.has(known.id) ? words(known) : `${words(known)} (not declared any more)`,
    ),
    expired: expired.map(known => `${words(known)} (since ${known.expires})`),
    changed,
  };
}
