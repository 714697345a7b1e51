import type { Problem } from '../../model/problem.ts';
import type { Path } from '../flaw.ts';
import { joinDoubled } from './join-doubled.ts';
import { yaml } from './yaml-library.ts';
import { aliasProblems, yamlProblems } from './yaml-problems.ts';
import { positionAt, type YamlSource } from './yaml-source.ts';

/** Anchors may be used this often in all, those inside of anchors multiplied: enough for people, not for bombs. */
const MOST_ALIASES = 1000;

/** What became of a YAML text. Without a `value` it cannot be read at all. */
export interface ParsedYaml {
  readonly source: YamlSource;
  readonly value?: { readonly of: unknown };
  readonly problems: readonly Problem[];
  /** Where a key stands twice, so that one value may hide another. */
  readonly doubled?: readonly Path[];
}

interface Options {
  /** Let unknown tags pass, such as `!reset` in compose files. */
  readonly tags?: boolean;
}

function unreadable(source: YamlSource, error: Error): Problem {
  const bomb = error instanceof ReferenceError;
  return {
    code: 'CONFIG_SYNTAX',
    message: bomb ? 'the aliases of this file expand to too much' : `not valid YAML: ${error.message}`,
    at: positionAt(source, Math.max(source.text.indexOf(bomb ? '*' : '<<'), 0)),
    expected: bomb ? `at most ${MOST_ALIASES} uses of anchors, nested ones multiplied` : undefined,
    fix: bomb
      ? 'Write the values out instead of nesting anchors.'
      : 'Merge with `<<` only maps or aliases of maps.',
  };
}

function parse(text: string): Pick<YamlSource, 'document' | 'lines'> {
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    stringKeys: true,
    // Bytes and sets have no place in a file that people write.
    resolveKnownTags: false,
    logLevel: 'error',
  });
  return { document, lines };
}

/** The source of a text whose value is known: it is parsed when a place in it is looked for. */
export function unparsedYaml(text: string, file: string): YamlSource {
  let parsed: ReturnType<typeof parse> | undefined;
  const once = () => (parsed ??= parse(text));
  return {
    file,
    text,
    get document() {
      return once().document;
    },
    get lines() {
      return once().lines;
    },
  };
}

/** Reads a YAML 1.2 text of one document, with anchors and `<<`. Duplicate keys are reported; sections are joined, else the last one counts. */
export function parseYaml(text: string, file: string, { tags = false }: Options = {}): ParsedYaml {
  const source: YamlSource = { file, text, ...parse(text) };
  const { document } = source;
  if (tags) document.warnings.length = 0;
  const aliases = text.includes('*') ? aliasProblems(source) : [];
  const problems = [...yamlProblems(source), ...aliases];
  if (problems.some(({ code }) => code !== 'CONFIG_DUPLICATE_KEY')) return { source, problems };
  const doubled = problems.length > 0 ? joinDoubled(document.contents) : [];
  try {
    return { source, problems, doubled, value: { of: document.toJS({ maxAliasCount: MOST_ALIASES }) } };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { source, problems: [...problems, unreadable(source, error)] };
  }
}
