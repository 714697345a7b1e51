import type { SourceObservation } from '../model/observations/source.ts';
import type { Spot } from '../model/verdict.ts';

/** `failsafe:allow C14 the web port is what the application is for`: an id, and a reason, which must be given. */
const ALLOW = /failsafe:allow\s+([A-Z]\d{2}(?:\s*,\s*[A-Z]\d{2})*)\s+(?!\s|\*\/|-->)(\S.*?)\s*(?:\*\/|-->|$)/;

/** The same said to other tools, whose rules ours come from. */
const FOREIGN: readonly [RegExp, readonly string[]][] = [
  [/gitleaks:allow|#\s*nosec\b|#\s*noqa:.*\bS10[567]\b/, ['K01', 'K02']],
  [/#\s*noqa(?:\s*$|:.*\bT100\b)|eslint-disable.*\bno-debugger\b/, ['M02']],
  [/#\s*noqa(?:\s*$|:.*\bT20[13]\b)|eslint-disable.*\bno-console\b/, ['M07']],
  [/hadolint\s+ignore=\S*\bDL3002\b/, ['D01']],
  [/hadolint\s+ignore=\S*\bDL300[67]\b/, ['D02']],
  [/hadolint\s+ignore=\S*\bDL3020\b/, ['D05']],
  [/hadolint\s+ignore=\S*\bDL4006\b/, ['D06']],
  [/hadolint\s+ignore=\S*\bDL3004\b/, ['D07']],
  [/hadolint\s+ignore=\S*\bDL3057\b/, ['D08']],
  [/hadolint\s+ignore=\S*\bDL3025\b/, ['D09']],
  [/hadolint\s+ignore=\S*\bDL30(?:08|13|42)\b/, ['D11']],
];

const COMMENT = /^\s*(?:#|\/\/|\/?\*|--|;|<!--)/;

/** The reason of a comment that allows the rule; of other tools, whose comments need none, the comment. */
function reasonIn(line: string, id: string): string | undefined {
  const [, ids = '', reason] = ALLOW.exec(line) ?? [];
  if (ids.split(/\s*,\s*/).includes(id)) return reason;
  const foreign = FOREIGN.find(([pattern, own]) => own.includes(id) && pattern.test(line));
  return foreign?.[0].exec(line)?.[0];
}

/** The reason that stands in a comment on the line, or in the comment lines above it. */
function reasonAt(lines: readonly string[], line: number, id: string): string | undefined {
  const own = reasonIn(lines[line - 1] ?? '', id);
  if (own !== undefined) return own;
  for (let above = line - 2; COMMENT.test(lines[above] ?? ''); above--) {
    const reason = reasonIn(lines[above] ?? '', id);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Of spots those that a comment in the file allows, with its reason. */
export function allowedSpots(
  id: string,
  spots: readonly Spot[],
  { files }: SourceObservation,
): Map<Spot, string> {
  const paths = new Set(spots.map(({ file }) => file));
  const named = paths.size === 0 ? [] : files.filter(({ path }) => paths.has(path));
  const texts = new Map(named.map(({ path, text }) => [path, text]));
  const lines = new Map<string, string[]>();
  return new Map(
    spots.flatMap((spot): [Spot, string][] => {
      const { file, line } = spot;
      const text = texts.get(file);
      if (
        text === undefined ||
        !/failsafe:allow|gitleaks:allow|hadolint\s+ignore=|noqa|nosec|eslint-disable/.test(text)
      )
        return [];
      const own = lines.get(file) ?? text.split('\n');
      lines.set(file, own);
      const reason = reasonAt(own, line, id);
      return reason === undefined ? [] : [[spot, reason]];
    }),
  );
}
