import type { Language, RawFile, SourceFile } from '../model/observations/source.ts';
import { languageOf } from './language-of.ts';
import type { Parse } from './reading.ts';
import { askWasm } from './wasm/ask.ts';

/** Each parser is loaded with its library when the first file of its language comes. */
const parsers: Readonly<Record<Language, () => Promise<{ parse: Parse }>>> = {
  python: () => import('./python.ts'),
  javascript: () => import('./javascript.ts'),
  json: () => import('./json.ts'),
  yaml: () => import('./yaml.ts'),
  toml: () => import('./toml.ts'),
  shell: async () => ({ parse: (text, path) => askWasm('shell', text, path) }),
  dockerfile: () => import('./dockerfile.ts'),
  compose: () => import('./compose.ts'),
  nginx: () => import('./nginx.ts'),
  env: () => import('./env.ts'),
};

/** A text without the mark of its encoding. */
export const withoutMark = (text: string | undefined): string | undefined => text?.replace(/^\uFEFF/, '');

/** Reads a file in its language; one without a language has no flaws. */
export async function readFileIn(file: RawFile): Promise<SourceFile> {
  const text = withoutMark(file.text);
  const language = text === undefined ? undefined : languageOf(file.path, text);
  if (text === undefined || language === undefined) return { ...file, flaws: [] };
  const { parse } = await parsers[language]();
  return { ...file, text, language, ...(await parse(text, file.path)) };
}
