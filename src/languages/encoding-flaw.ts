import { placesIn } from '../matching/places-in.ts';
import type { Language, RawFile, SyntaxFlaw } from '../model/observations/source.ts';
import { declarationFlaw } from './python-encoding.ts';

/** Languages whose readers refuse what is not UTF-8; the others take bytes as they come. */
const UTF8: readonly Language[] = ['python', 'json', 'yaml', 'compose', 'toml'];

/** YAML alone may be UTF-16 (YAML 1.2, 5.2). */
const UTF16: readonly Language[] = ['yaml', 'compose'];

const REPLACED = '\uFFFD';

/** Where a text is in an encoding that whatever reads its language does not take. */
export function encodingFlaw(
  { encoding, text: whole = '' }: RawFile,
  language: Language,
  text: string,
): SyntaxFlaw | undefined {
  const hasMark = whole.startsWith('\uFEFF');
  const declaration = language === 'python' ? declarationFlaw(text, hasMark) : undefined;
  if (declaration !== undefined) return declaration;
  if (encoding === 'utf-16' && !UTF16.includes(language))
    return { line: 1, column: 1, message: 'is UTF-16; write it as UTF-8' };
  if (encoding === 'declared' && language !== 'python')
    return UTF8.includes(language) ? { line: 1, column: 1, message: 'is not UTF-8' } : undefined;
  if (encoding !== 'unknown' || !UTF8.includes(language)) return undefined;
  return { ...placesIn(text)(Math.max(0, text.indexOf(REPLACED))), message: 'is not UTF-8 from here on' };
}
