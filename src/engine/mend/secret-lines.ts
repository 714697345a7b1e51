import { isSecretName } from '../../levels/secret-names.ts';
import type { SourceObservation } from '../../model/observations/source.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { LookOptions } from './look-with.ts';

/** Rules whose spots are secrets. */
const OF_SECRETS: readonly string[] = ['K01', 'K02', 'C11', 'C12', 'C31', 'D03'];

/**
 * The lines, without blanks around them, in which rules see a secret, by file: no difference and no proposal shows them. What a
 * comment allows is a secret as well, and so is what has not changed.
 */
export function secretLines(
  { files }: SourceObservation,
  { rules, declared }: LookOptions,
): ReadonlyMap<string, ReadonlySet<string>> {
  const project: SourceObservation = { files };
  const spots = rules
    .filter(({ rule }) => rule !== undefined && OF_SECRETS.includes(rule.id))
    .flatMap(({ evaluate }) => {
      const { spots = [], passedOver = [] } = evaluate(project as never, declared) as Verdict;
      return [...spots, ...passedOver];
    });
  const found = new Map<string, Set<string>>();
  for (const { path, tree, text = '' } of files) {
    if (tree?.kind !== 'env') continue;
    const lines = text.split('\n');
    const own = tree.entries.filter(({ key }) => isSecretName(key)).map(({ line }) => lines[line - 1] ?? '');
    if (own.length > 0) found.set(path, new Set(own.map(line => line.trim())));
  }
  for (const [path, own] of Map.groupBy(spots, ({ file }) => file)) {
    const lines = files.find(file => file.path === path)?.text?.split('\n') ?? [];
    const secret = own.map(({ line }) => (lines[line - 1] ?? '').trim());
    found.set(path, new Set([...(found.get(path) ?? []), ...secret]));
  }
  return found;
}
