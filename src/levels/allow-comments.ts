import type { SourceObservation } from '../model/observations/source.ts';
import type { Spot } from '../model/verdict.ts';

/** `failsafe:allow C14 the web port is what the application is for`: an id, and a reason, which must be given. */
const ALLOW = /failsafe:allow\s+([A-Z]\d{2}(?:\s*,\s*[A-Z]\d{2})*)\s+(?!\s|\*\/|-->)\S/;

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

const allows = (line: string, id: string): boolean => {
  const own = ALLOW.exec(line)?.[1]?.split(/\s*,\s*/) ?? [];
  return own.includes(id) || FOREIGN.some(([pattern, ids]) => ids.includes(id) && pattern.test(line));
};

/** Whether a comment on the line, or in the comment lines above it, allows the rule. */
function isAllowed(lines: readonly string[], line: number, id: string): boolean {
  if (allows(lines[line - 1] ?? '', id)) return true;
  for (let above = line - 2; COMMENT.test(lines[above] ?? ''); above--) {
    if (allows(lines[above] ?? '', id)) return true;
  }
  return false;
}

/** Of spots those that a comment in the file allows. */
export function allowedSpots(id: string, spots: readonly Spot[], { files }: SourceObservation): Set<Spot> {
  const paths = new Set(spots.map(({ file }) => file));
  const named = paths.size === 0 ? [] : files.filter(({ path }) => paths.has(path));
  const texts = new Map(named.map(({ path, text }) => [path, text]));
  const lines = new Map<string, string[]>();
  return new Set(
    spots.filter(({ file, line }) => {
      const text = texts.get(file);
      if (
        text === undefined ||
        !/failsafe:allow|gitleaks:allow|hadolint\s+ignore=|noqa|nosec|eslint-disable/.test(text)
      )
        return false;
      const own = lines.get(file) ?? text.split('\n');
      lines.set(file, own);
      return isAllowed(own, line, id);
    }),
  );
}
