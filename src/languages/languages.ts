import type { Language, RawFile, SourceFile } from '../model/observations/source.ts';
import { askYaml } from './ask-yaml.ts';
import { encodingFlaw } from './encoding-flaw.ts';
import { isTemplate } from './is-template.ts';
import { languageOf } from './language-of.ts';
import { scriptMistakes } from './oxlint.ts';
import type { Parse, Reading } from './reading.ts';
import { isOutOfStack, isTooDeep, TOO_DEEP } from './too-deep.ts';
import { askWasm } from './wasm/ask.ts';
import { withoutMark } from './without-mark.ts';

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

/** As many letters of YAML as take longer to read than a thread takes to start. */
const MUCH_YAML = 2 ** 18;

/** The language of a file that is to be read in one. */
const languageIn = ({ path, composed }: RawFile, text: string): Language | undefined =>
  composed === undefined ? languageOf(path, text) : 'compose';

function isMuchYaml(files: readonly RawFile[]): boolean {
  const texts = files.map(({ text = '', ...file }) => (languageIn(file, text) === 'yaml' ? text.length : 0));
  return texts.reduce((sum, length) => sum + length, 0) > MUCH_YAML;
}

async function read(
  language: Language,
  text: string,
  { path, composed }: RawFile,
  isYamlAsked: boolean,
): Promise<Reading> {
  if (language === 'javascript' && isTooDeep(text)) return { flaws: [TOO_DEEP] };
  try {
    if (language === 'yaml' && isYamlAsked) return await askYaml(text);
    const { parse } = await parsers[language]();
    return await parse(text, path, composed);
  } catch (error) {
    if (isOutOfStack(error)) return { flaws: [TOO_DEEP] };
    throw error;
  }
}

/**
 * Reads a file in its language; one without a language has no flaws.
 *
 * @param isYamlAsked whether YAML is read in a thread of its own
 */
export async function readFileIn(file: RawFile, isYamlAsked = false): Promise<SourceFile> {
  const text = withoutMark(file.text);
  const language = text === undefined ? undefined : languageIn(file, text);
  if (text === undefined || language === undefined) return { ...file, flaws: [] };
  const reading = await read(language, text, file, isYamlAsked);
  if (reading.flaws.length > 0 && isTemplate(file.path, text)) return { ...file, text, flaws: [] };
  const wrong = encodingFlaw(file, language, text);
  const flaws = wrong === undefined ? reading.flaws : [wrong, ...reading.flaws];
  return { ...file, text, language, ...reading, flaws };
}

/** Reads files in their languages; of JavaScript what oxlint says of all of them as well. */
export async function readFilesIn(files: readonly RawFile[]): Promise<SourceFile[]> {
  const isYamlAsked = isMuchYaml(files);
  const [found, read] = await Promise.all([
    scriptMistakes(files),
    Promise.all(files.map(file => readFileIn(file, isYamlAsked))),
  ]);
  return read.map(file => {
    const own = file.flaws.length === 0 ? found.get(file.path) : undefined;
    return own === undefined ? file : { ...file, mistakes: own };
  });
}
