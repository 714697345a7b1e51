import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { placesIn } from '../matching/places-in.ts';
import type { RawFile, SyntaxFlaw } from '../model/observations/source.ts';
import { languageOf } from './language-of.ts';
import { MISTAKES } from './oxlint-rules.ts';
import { runOxlint } from './run-oxlint.ts';
import { isTooDeep } from './too-deep.ts';
import { withoutMark } from './without-mark.ts';

interface Diagnostic {
  readonly message: string;
  /** `eslint(no-const-assign)`; none of what cannot be parsed, which the parser says better. */
  readonly code?: string;
  readonly filename: string;
  /** Offsets are of bytes. */
  readonly labels: readonly { readonly label?: string; readonly span: { readonly offset: number } }[];
}

interface Script {
  readonly path: string;
  readonly text: string;
}

const DECLARATION = /\.d\.[cm]?ts$/;
/** Bundles and what is minified: nobody mends them by hand. */
const LONG_LINE = 200;

const isGenerated = (text: string) => text.length / text.split('\n').length > LONG_LINE;

const scriptsOf = (files: readonly RawFile[]): Script[] =>
  files.flatMap(({ path, text: raw }) => {
    const text = withoutMark(raw);
    const isWanted = text !== undefined && languageOf(path, text) === 'javascript' && !DECLARATION.test(path);
    return isWanted && !isGenerated(text) && !isTooDeep(text) ? [{ path, text }] : [];
  });

async function run(folder: string): Promise<readonly Diagnostic[]> {
  const output = await runOxlint(folder);
  try {
    return JSON.parse(output).diagnostics;
  } catch {
    throw new Error(`oxlint gave no answer: ${output.trim()}`);
  }
}

/** What a label says of where something stands that is not the mistake. */
const ELSEWHERE = /\b(?:declared|defined|first|previous|previously|original)\b/;

const COMMENT = /(?:eslint|oxlint)-disable-(next-line|line)\b([^\n]*)/;

/**
 * Whether a comment of ESLint or oxlint on the line or above it passes over a rule. oxlint itself heeds one only where what
 * it names first stands, which may be a declaration far away.
 */
function isDisabled(lines: readonly string[], line: number, rule: string): boolean {
  return [line - 1, line].some(number => {
    const [, which, rest = ''] = COMMENT.exec(lines[number - 1] ?? '') ?? [];
    if (which !== (number === line ? 'line' : 'next-line')) return false;
    const names = rest.replace(/\s--\s.*|\*\/.*/, '').trim();
    return names === '' || names.split(/\s*,\s*/).some(name => name.replace(/^.*\//, '') === rule);
  });
}

function flawIn({ text }: Script, { message, code = '', labels }: Diagnostic): SyntaxFlaw | undefined {
  const rule = /\(([^)]+)\)$/.exec(code)?.[1];
  const own = labels.find(({ label = '' }) => !ELSEWHERE.test(label)) ?? labels.at(-1);
  const offset = own?.span.offset;
  if (rule === undefined || offset === undefined) return undefined;
  const place = placesIn(text)(Buffer.from(text).toString('utf8', 0, offset).length);
  if (isDisabled(text.split('\n'), place.line, rule)) return undefined;
  return { ...place, message: `${message.replace(/\.$/, '')} (${rule})` };
}

/**
 * What fails or cannot be meant in JavaScript and TypeScript, by the paths of the files. oxlint reads files alone, and what
 * is staged is in none: it is written into a folder of its own that nobody else may read.
 *
 * @throws Error when oxlint gives no answer
 */
export async function scriptMistakes(
  files: readonly RawFile[],
): Promise<ReadonlyMap<string, readonly SyntaxFlaw[]>> {
  const scripts = scriptsOf(files);
  const found = new Map<string, SyntaxFlaw[]>(scripts.map(({ path }) => [path, []]));
  if (scripts.length === 0) return found;
  const folder = mkdtempSync(join(tmpdir(), 'failsafe-oxlint-'));
  try {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(MISTAKES));
    for (const [index, { path, text }] of scripts.entries())
      writeFileSync(join(folder, `${index}${extname(path) || '.js'}`), text, { mode: 0o600 });
    for (const diagnostic of await run(folder)) {
      const script = scripts[Number.parseInt(diagnostic.filename.replace(/^.*[\\/]/, ''), 10)];
      const flaw = script && flawIn(script, diagnostic);
      if (script && flaw) found.get(script.path)?.push(flaw);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
