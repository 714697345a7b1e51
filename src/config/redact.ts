import { REDACTED, Secret } from '../model/secret.ts';
import { isMap } from './is-map.ts';
import { createFindCut, cutsIn, type FindCut } from './redact-cut.ts';
import { base64Core, type SecretPatterns, secretPatterns } from './redact-patterns.ts';
import { unwrapBase64 } from './unwrap.ts';

/** Replaces secrets in whatever is about to be shown. */
export interface Redactor {
  /** Has this value replaced from now on, in every encoding. */
  keep(value: string): void;
  /**
   * Another run begins: what was kept in the one before the last is forgotten. What was issued to it has been revoked,
   * and whoever looks again and again must not gather it for ever.
   */
  renew(): void;
  text(text: string): string;
  /** The same value with all texts in it replaced, keys included; the very same where nothing was to be replaced. */
  deep<T>(value: T): T;
}

/** Shorter secrets are replaced only where they stand alone: within words they are chance, and would tear all apart. */
const SHORT = 4;
/** Lines of a secret of many lines (a private key) count as secrets from this length on. */
const LINE = 12;

/** A JSON Web Token, whole or cut: what it holds may be escaped and encoded in ways that no pattern foresees. */
const JWT = /(?<![\w-])eyJ[\w-]{5,}(?:\.[\w-]+\.[\w-]*|\.?[\w-]*(?=…))/g;

/** What becomes of texts up to this length is remembered, of so many at a time. */
const REMEMBERED = 500;
const MOST_REMEMBERED = 20_000;

const BASE64 = /[A-Za-z0-9+/_-]/;

interface Finders extends SecretPatterns {
  readonly findCut?: FindCut;
  /** Whether it may stand in a text without escapes. */
  mayBeIn(source: Bare): boolean;
}

function findersOf(value: string): Finders {
  const short = value.length < SHORT;
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const cores = [0, 1, 2].map(offset => base64Core(bytes, offset));
  const changes = value.includes(' ') || JSON.stringify(value) !== `"${value}"`;
  return {
    ...secretPatterns(value, short),
    findCut: short ? undefined : createFindCut(value, cores),
    mayBeIn: ({ text, lower, digits }) =>
      changes || text.includes(value) || lower.includes(hex) || cores.some(core => digits.includes(core)),
  };
}

/** A text in which nothing is escaped: few forms of a secret can stand in it, and are looked for much faster than by a pattern. */
interface Bare {
  readonly text: string;
  readonly lower: string;
  /** With the digits of base64url as those of base64. */
  readonly digits: string;
}

const bareOf = (text: string): Bare | undefined =>
  /[%&\\]/.test(text)
    ? undefined
    : { text, lower: text.toLowerCase(), digits: text.replaceAll('-', '+').replaceAll('_', '/') };

type Span = [start: number, end: number];

/** Where a pattern matches, overlapping matches included. */
function spansOf(pattern: RegExp, text: string): Span[] {
  const spans: Span[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    spans.push([match.index, match.index + match[0].length]);
    // By a whole code point: within a pair of surrogates the search would step back, for ever.
    pattern.lastIndex = match.index + ((text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1);
  }
  return spans;
}

/** As {@link spansOf}, with the digit before each match: it may hold some bits of it, too. */
const base64Spans = (pattern: RegExp, text: string): Span[] =>
  spansOf(pattern, text).map(([start, end]) => [BASE64.test(text[start - 1] ?? '') ? start - 1 : start, end]);

function replaceSpans(text: string, spans: Span[]): string {
  spans.sort((a, b) => a[0] - b[0]);
  let result = '';
  let end = 0;
  for (const [from, to] of spans) {
    if (from >= end) result += text.slice(end, from) + REDACTED;
    end = Math.max(end, to);
  }
  return result + text.slice(end);
}

/** What of a secret is one for itself: its lines, the password of an address. */
function partsOf(value: string): string[] {
  const lines = value.split(/\r?\n/).map(line => line.trim());
  const [, password = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:([^\s/@]+)@/i.exec(value) ?? [];
  let plain = password;
  try {
    plain = decodeURIComponent(password);
  } catch {
    // Not encoded: it is meant as it is written.
  }
  return [...(lines.length > 1 ? lines.filter(line => line.length >= LINE) : []), password, plain];
}

/** Redacts these secrets, and those that it is given later, in any encoding; of secrets that overlap nothing remains. */
export function createRedactor(secrets: readonly Secret[] = []): Redactor {
  const lasting = new Map<string, Finders>();
  let before = new Map<string, Finders>();
  let now = new Map<string, Finders>();
  /** What became of texts: names, tags and addresses stand in result after result, and in the report once more. */
  const seen = new Map<string, string>();
  const add = (value: string, kept: Map<string, Finders>) => {
    if (value.trim() === '' || lasting.has(value) || kept.has(value)) return;
    seen.clear();
    kept.set(value, now.get(value) ?? before.get(value) ?? findersOf(value));
  };
  const replaced = (source: string): string => {
    const finders = [...lasting, ...before, ...now];
    const cuts = cutsIn(source);
    const unwrapped = unwrapBase64(source);
    const bare = unwrapped === undefined ? bareOf(source) : undefined;
    const patterns = ({ plain, base64 }: Finders): Span[] => [
      ...spansOf(plain, source),
      ...base64Spans(base64, source),
      ...(unwrapped === undefined
        ? []
        : base64Spans(base64, unwrapped.text).map(
            ([start, end]): Span => [unwrapped.original(start), unwrapped.original(end - 1) + 1],
          )),
    ];
    const spans = finders.flatMap(([value, finders]) => [
      // No encoding is shorter than what it encodes.
      ...(source.length < value.length || (bare && !finders.mayBeIn(bare)) ? [] : patterns(finders)),
      ...cuts.flatMap((end): Span[] => {
        const start = finders.findCut?.(source, end);
        return start === undefined ? [] : [[start, end]];
      }),
    ]);
    spans.push(
      ...Array.from(source.matchAll(JWT), ({ index, 0: { length } }): Span => [index, index + length]),
    );
    return spans.length === 0 ? source : replaceSpans(source, spans);
  };
  const text = (source: string): string => {
    if (lasting.size + before.size + now.size === 0 && !source.includes('eyJ')) return source;
    if (source.length > REMEMBERED) return replaced(source);
    const known = seen.get(source);
    if (known !== undefined) return known;
    const result = replaced(source);
    if (seen.size >= MOST_REMEMBERED) seen.clear();
    seen.set(source, result);
    return result;
  };
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      let items: unknown[] | undefined;
      for (let index = 0; index < value.length; index++) {
        const inner = deep(value[index]);
        if (items === undefined && inner !== value[index]) items = value.slice(0, index);
        items?.push(inner);
      }
      return items ?? value;
    }
    if (!isMap(value) || value instanceof Secret) return value;
    const keys = Object.keys(value);
    let entries: [string, unknown][] | undefined;
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? '';
      const name = text(key);
      const inner = deep(value[key]);
      if (entries === undefined && (name !== key || inner !== value[key]))
        entries = keys.slice(0, index).map(before => [before, value[before]]);
      entries?.push([name, inner]);
    }
    return entries === undefined ? value : Object.fromEntries(entries);
  };
  const keepIn = (kept: Map<string, Finders>, value: string): void => {
    for (const part of [value, value.trim(), ...partsOf(value)]) add(part, kept);
  };
  for (const secret of secrets) keepIn(lasting, secret.reveal());
  return {
    keep: value => keepIn(now, value),
    renew() {
      seen.clear();
      before = now;
      now = new Map();
    },
    text,
    deep: <T>(value: T) => deep(value) as T,
  };
}
