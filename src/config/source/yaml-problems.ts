import type { Alias, Node, YAMLError } from 'yaml';
import type { Problem } from '../../model/problem.ts';
import { didYouMean } from '../did-you-mean.ts';
import { yaml } from './yaml-library.ts';
import { positionAt, type YamlSource } from './yaml-source.ts';

const FIXES: Record<string, string> = {
  TAB_AS_INDENT: 'Indent with spaces; YAML allows no tabs there.',
  MULTIPLE_DOCS: 'Keep one document: remove the line `---` and what follows it.',
  MISSING_CHAR: 'Close the quote or bracket.',
  BAD_INDENT: 'Align the line with its neighbours, or close the bracket before it.',
  BAD_SCALAR_START: 'Put the text in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a text with ": " in quotes, or align the line with its neighbours.',
  MULTILINE_IMPLICIT_KEY: 'Align the line with its neighbours.',
  NON_STRING_KEY: 'Use a plain text as the key.',
  TAG_RESOLVE_FAILED: 'Remove the tag; none is known here.',
};

/** Where the first of two equal keys stands, given where the second one does. */
function firstOf(source: YamlSource, second: number): { name: string; offset: number } | undefined {
  const { isScalar, visit } = yaml();
  let found: { name: string; offset: number } | undefined;
  visit(source.document, {
    Map(_, map) {
      const keys = map.items.map(pair => pair.key as Node);
      const name = keys.find(key => key.range?.[0] === second);
      if (!isScalar(name)) return undefined;
      const first = keys.find(key => isScalar(key) && key.value === name.value);
      found = { name: String(name.value), offset: first?.range?.[0] ?? second };
      return visit.BREAK;
    },
  });
  return found;
}

function duplicateKey(source: YamlSource, error: YAMLError): Problem {
  const first = firstOf(source, error.pos[0]);
  const where = positionAt(source, first?.offset ?? error.pos[0]);
  return {
    code: 'CONFIG_DUPLICATE_KEY',
    message: `the key "${first?.name}" stands twice in one map; the first is at line ${where.line}, column ${where.column}`,
    at: positionAt(source, error.pos[0]),
    fix: 'Remove one of the two, or merge them.',
  };
}

/** The errors of the parser as problems; of several in one line only the first, which causes the others. */
export function yamlProblems(source: YamlSource): Problem[] {
  const { errors, warnings } = source.document;
  const lines = new Set<number>();
  return [...errors, ...warnings].flatMap((error): Problem[] => {
    if (error.code === 'DUPLICATE_KEY') return [duplicateKey(source, error)];
    const at = positionAt(source, error.pos[0]);
    if (lines.has(at.line)) return [];
    lines.add(at.line);
    const inBraces = error.code === 'UNEXPECTED_TOKEN' && at.frame?.includes('${');
    const fix = inBraces
      ? 'Put a text with a variable in quotes where it stands within { }.'
      : FIXES[error.code];
    return [
      {
        code: 'CONFIG_SYNTAX',
        message: `not valid YAML: ${error.message}`,
        at,
        fix: fix ?? 'Correct this line.',
      },
    ];
  });
}

/** Aliases that mean nothing, or contain themselves. */
export function aliasProblems(source: YamlSource): Problem[] {
  const problems: Problem[] = [];
  const anchors = new Set<string>();
  const report = (alias: Alias, message: string, fix: string) =>
    problems.push({ code: 'CONFIG_SYNTAX', message, at: positionAt(source, alias.range?.[0] ?? 0), fix });
  yaml().visit(source.document, {
    Node(_, node) {
      if ('anchor' in node && node.anchor) anchors.add(node.anchor);
    },
    Alias(_, alias, ancestors) {
      const meant = alias.resolve(source.document);
      if (meant === undefined) {
        const fix = didYouMean(alias.source, [...anchors], 'Set the anchor before it is used.');
        report(alias, `no anchor "&${alias.source}" stands before this alias`, fix);
      } else if (ancestors.includes(meant)) {
        report(alias, `the alias "*${alias.source}" contains itself`, 'Write the value out.');
      }
    },
  });
  return problems;
}
