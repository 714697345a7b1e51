import { extname } from 'node:path/posix';
import { type ParserOptions, parseSync } from 'oxc-parser';
import { placesIn } from '../matching/places-in.ts';
import type { Parse, Reading } from './reading.ts';

/** JSX is allowed in `.js` as well: that is where most React code stands. */
const LANGUAGE: Readonly<Record<string, ParserOptions['lang']>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};

/** Declares types, and implements nothing. */
const DECLARATION = /\.d\.[cm]?ts$/;

const MODULE = ['.mjs', '.mts'];
const COMMON = ['.cjs', '.cts'];

const languageFor = (path: string) => (DECLARATION.test(path) ? 'dts' : (LANGUAGE[extname(path)] ?? 'jsx'));

function attempt(
  text: string,
  path: string,
  sourceType: ParserOptions['sourceType'],
  lang: ParserOptions['lang'] = languageFor(path),
): Reading {
  const { errors } = parseSync(path, text, {
    lang,
    sourceType,
    showSemanticErrors: true,
  });
  const place = placesIn(text);
  return {
    flaws: errors
      .filter(({ severity }) => severity === 'Error')
      .map(({ message, labels }) => ({ ...place(labels[0]?.start ?? 0), message })),
  };
}

/** The comment at the beginning of a file of Flow. */
const FLOW = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*?(?:\/\/[^\n]*|\/\*(?:(?!\*\/)[\s\S])*)@flow\b/;
const TYPED = /^\s*(?:import|export)\s+type(?:of)?\b/m;

/** Flow's types are those of TypeScript for the most part; what is not is read by nobody here. */
function asFlow(text: string, path: string, refused: Reading): Reading {
  if (languageFor(path) !== 'jsx') return refused;
  const isDeclared = FLOW.test(text);
  if (!isDeclared && !TYPED.test(text)) return refused;
  const typed = attempt(text, path, 'module', 'tsx');
  return isDeclared ? { flaws: [] } : typed;
}

/** JavaScript, JSX and TypeScript. A file whose name does not say which kind of module it is may be either. */
export const parse: Parse = (text, path) => {
  const extension = extname(path);
  if (MODULE.includes(extension)) return attempt(text, path, 'module');
  if (COMMON.includes(extension) && !DECLARATION.test(path)) return attempt(text, path, 'commonjs');
  const asModule = attempt(text, path, 'module');
  if (asModule.flaws.length === 0) return asModule;
  const asCommon = attempt(text, path, 'commonjs');
  return asCommon.flaws.length === 0 ? asCommon : asFlow(text, path, asModule);
};
