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

const HINT =
  /pass|pwd|secret|token|credential|key|:\/\/|auth|curl|mysql|mariadb|jwt|hmac|@tcp|docker login|identified|redis-cli/i;

const isScanned = ({ path, text }: SourceFile): boolean => text !== undefined && !MADE.test(path);

/** Tokens whose form says what they are. */
export function* tokensIn(file: SourceFile): Generator<Spot> {
  const { path, text = '' } = file;
  if (!isScanned(file)) return;
  const isShown = SHOWN.test(path);
  for (const { name, keyword, pattern, isMadeForTests } of providers) {
    if (!text.includes(keyword) || (isShown && isMadeForTests)) continue;
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
  for (const { pattern, holds, read } of among) {
    if (holds !== undefined && !text.includes(holds)) continue;
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

/** `- name: NAME`, and the `value: …` below it, as Kubernetes has them; `variable "NAME" {`, and its `default`. */
const NAMED = /^\s*-\s+name:\s*["']?([\w.-]+)["']?\s*$/;
const VALUE = /^\s*value:/;
const VARIABLE = /^\s*variable\s+"([\w-]+)"/;
const DEFAULT = /^\s*default\s*=/;
const MOST_BETWEEN = 5;
/** `"name":` or `NAME = (`, and its text in the next line. */
const BEFORE = /[:=]>?\s*[(\\]?\s*$/;
const QUOTED = /^\s*[bru]?["'`]/;

function variableAbove(lines: readonly string[], index: number): string | undefined {
  for (let above = index - 1; above >= index - MOST_BETWEEN && above >= 0; above--) {
    const name = VARIABLE.exec(lines[above] ?? '')?.[1];
    if (name !== undefined) return name;
    if (/^\s*\}/.test(lines[above] ?? '')) return undefined;
  }
  return undefined;
}

/** A line as it is looked at: with its name, where that stands above, and with its value, where that stands below. */
function wholeLine(lines: readonly string[], index: number): string {
  const line = lines[index] ?? '';
  if (VALUE.test(line)) {
    const name = NAMED.exec(lines[index - 1] ?? '')?.[1];
    return name === undefined ? line : line.replace('value', name);
  }
  if (DEFAULT.test(line)) {
    const name = variableAbove(lines, index);
    return name === undefined ? line : line.replace('default', name);
  }
  const next = lines[index + 1] ?? '';
  return BEFORE.test(line) && QUOTED.test(next)
    ? `${line.trimEnd().replace(/[(\\]$/, '')} ${next.trim()}`
    : line;
}

/** The lines of a Dockerfile that its own rule D03 looks at: ENV and ARG, to the instruction that follows. */
function judgedElsewhere({ tree }: SourceFile): (line: number) => boolean {
  if (tree?.kind !== 'dockerfile') return () => false;
  const { instructions } = tree;
  return line => {
    const keyword = instructions.findLast(one => one.line <= line)?.keyword;
    return keyword === 'ENV' || keyword === 'ARG';
  };
}

/** Passwords and keys that are given to something that is called so. */
export function* literalsIn(file: SourceFile): Generator<Spot> {
  const { path, text = '', language = '' } = file;
  if (!isScanned(file) || SHOWN.test(path) || !(HINT.test(text) || HINT.test(path))) return;
  const isElsewhere = ELSEWHERE.includes(language);
  const among = sinks.filter(
    ({ files, isCommand }) => (files?.test(path) ?? true) && (isCommand === true || !isElsewhere),
  );
  const isJudged = judgedElsewhere(file);
  const isHinted = HINT.test(path);
  const lines = text.split('\n');
  for (const index of lines.keys()) {
    if ((lines[index] ?? '').length > LONGEST_LINE) continue;
    const line = wholeLine(lines, index);
    if (line.length > LONGEST_LINE || !(HINT.test(line) || isHinted)) continue;
    yield* inLine(
      path,
      line,
      index + 1,
      isJudged(index + 1) ? among.filter(({ isNamed }) => !isNamed) : among,
    );
  }
}
