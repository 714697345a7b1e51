import type { SourceFile } from '../../model/observations/source.ts';
import type { Spot } from '../../model/verdict.ts';
import { isSecretName } from '../secret-names.ts';
import { isLikelySecret, isLikelyToken } from './likely-secret.ts';
import { providers } from './providers.ts';
import { type Sink, sinks } from './sinks.ts';

/** Longer lines are made by tools. */
const LONGEST_LINE = 2000;
const MADE =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|[\w.-]+\.lock|go\.sum|pnpm-lock\.yaml)$|\.min\.\w+$|\.map$/;

/** What is written to be read or tried: passwords in it open nothing. */
const SHOWN =
  /(?:^|\/)(?:__?tests?__?|tests?|testing|spec|specs|e2e|cypress|fixtures?|mocks?|__mocks__|examples?|samples?|docs?|demos?)\/|(?:^|\/)(?:test_[^/]*|conftest\.py|[^/]*[._-](?:test|tests|spec|stories|mock|example|sample)\.[^/]+)$|\.(?:md|rst|mdx|txt|html?|d\.ts)$/i;

/** Their own rules know more of them. */
const ELSEWHERE = ['compose', 'dockerfile', 'env'];

const HINT = /pass|pwd|secret|token|credential|key|:\/\/|authorization|curl|mysql|mariadb/i;

const isScanned = ({ path, text }: SourceFile): boolean => text !== undefined && !MADE.test(path);

/** Tokens whose form says what they are. */
export function* tokensIn(file: SourceFile): Generator<Spot> {
  const { path, text = '' } = file;
  if (!isScanned(file)) return;
  const lower = text.toLowerCase();
  const isShown = SHOWN.test(path);
  for (const { name, keyword, pattern, isMadeForTests } of providers) {
    if (!lower.includes(keyword) || (isShown && isMadeForTests)) continue;
    for (const { index, 0: found } of text.matchAll(pattern)) {
      if (!isLikelyToken(found)) continue;
      const before = text.slice(0, index);
      const line = before.split('\n').length;
      yield { file: path, line, column: index - before.lastIndexOf('\n'), message: `${name} stands here` };
    }
  }
}

function* inLine(path: string, text: string, line: number, among: readonly Sink[]): Generator<Spot> {
  const told = new Set<string>();
  for (const { pattern, read } of among) {
    for (const match of text.matchAll(pattern)) {
      const { name, value } = read(match);
      const isSecret = (name === undefined || isSecretName(name)) && isLikelySecret(value);
      if (!isSecret || told.has(value)) continue;
      told.add(value);
      const message =
        name === undefined ? 'a password stands here' : `${name.split('.').at(-1)} has a literal value`;
      yield { file: path, line, column: match.index + 1, message };
    }
  }
}

/** `- name: NAME`, and the `value: …` below it, as Kubernetes has them. */
const NAMED = /^\s*-\s+name:\s*["']?([\w.-]+)["']?\s*$/;
const VALUE = /^\s*value:/;

/** A line as it is looked at: with its name, where that stands in the line above. */
function wholeLine(lines: readonly string[], index: number): string {
  const line = lines[index] ?? '';
  const name = VALUE.test(line) ? NAMED.exec(lines[index - 1] ?? '')?.[1] : undefined;
  return name === undefined ? line : line.replace('value', name);
}

/** Passwords and keys that are given to something that is called so. */
export function* literalsIn(file: SourceFile): Generator<Spot> {
  const { path, text = '', language = '' } = file;
  if (!isScanned(file) || SHOWN.test(path) || !HINT.test(text)) return;
  const isElsewhere = ELSEWHERE.includes(language);
  const among = sinks.filter(
    ({ files, isCommand }) => (files?.test(path) ?? true) && (isCommand === true || !isElsewhere),
  );
  const lines = text.split('\n');
  for (const index of lines.keys()) {
    const line = wholeLine(lines, index);
    if (line.length <= LONGEST_LINE && HINT.test(line)) yield* inLine(path, line, index + 1, among);
  }
}
