import { distance } from 'fastest-levenshtein';

const plain = (text: string) => text.toLowerCase().replace(/[-_ ]/g, '');
const letters = (text: string) => [...text].sort().join('');

/** How far apart two names are: case and dashes hardly count, two letters swapped count as one mistake. */
function apart(a: string, b: string): number {
  const [left, right] = [plain(a), plain(b)];
  if (left === right) return 0.5;
  const edits = distance(left, right);
  return edits === 2 && letters(left) === letters(right) ? 1 : edits;
}

/** Of short names, few letters may be wrong. */
const tolerance = (name: string) =>
  name.length <= 3 ? 1 : name.length <= 5 ? 2 : Math.ceil(name.length / 3);

/** The candidate that was probably meant by `name`, if any is near enough; the first of equally near ones. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = tolerance(name) + 0.25;
  for (const candidate of candidates) {
    const edits = apart(name, candidate);
    if (candidate === name || edits >= Math.max(candidate.length, name.length)) continue;
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/** `Did you mean "web"?`, or the names there are. */
export function didYouMean(name: string, candidates: readonly string[], none: string): string {
  const near = nearest(name, candidates);
  if (near !== undefined) return `Did you mean "${near}"?`;
  return candidates.length === 0 ? none : `There is: ${candidates.slice(0, 12).join(', ')}.`;
}
