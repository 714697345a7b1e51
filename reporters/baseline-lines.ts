import type { CheckResult, Report } from '../src/model/result.ts';

/** Why a result is passed over, and how long. */
export function knownWords({ known, message }: CheckResult): string {
  if (known === undefined) return message;
  const until = `known until ${known.expires}`;
  return known.reason === undefined ? `${until}: ${message}` : `${until}: ${known.reason}`;
}

/** What is passed over, without what it blocks. */
export const passedOver = ({ prerequisites, results }: Report): CheckResult[] =>
  [...prerequisites, ...results].filter(
    ({ status, known }) => status === 'known' && known?.status !== 'blocked',
  );

/** What is to be done about a baseline: a title and the entries that it is about. */
export function baselineNews({
  baseline,
}: Report): { readonly title: string; readonly entries: readonly string[] }[] {
  if (baseline === undefined) return [];
  const { file, healed, expired, changed } = baseline;
  return [
    { title: `No longer passed over by ${file}`, entries: expired },
    { title: `Fails otherwise than ${file} knows`, entries: changed },
    { title: `Known to ${file}, and well now: --write-baseline takes it out`, entries: healed },
  ].filter(({ entries }) => entries.length > 0);
}
