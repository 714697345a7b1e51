import { getDirectives } from '@nginx/reference-lib';
import { closest, distance } from 'fastest-levenshtein';
import type { NginxDirective, SyntaxFlaw } from '../model/observations/source.ts';
import { undefinedNames } from './nginx-names.ts';
import { semanticFlaws } from './nginx-semantics.ts';

interface Known {
  readonly contexts: ReadonlySet<string>;
  /** Whether it takes a block; undefined where that differs between modules. */
  readonly isBlock?: boolean;
}

/** What the documentation of nginx says of each directive, all its modules together. */
const known: ReadonlyMap<string, Known> = new Map(
  [...Map.groupBy(getDirectives(), ({ name }) => name)].map(([name, all]) => {
    const blocks = new Set(all.map(({ isBlock }) => isBlock));
    const contexts = new Set(all.flatMap(one => one.contexts));
    return [name, { contexts, isBlock: blocks.size === 1 ? all[0]?.isBlock : undefined }];
  }),
);
const names = [...known.keys()];

/** Blocks whose directives are known; what stands in a `map` or `types` is data. */
const CONTEXTS = [
  'main',
  'events',
  'http',
  'server',
  'location',
  'limit_except',
  'if',
  'upstream',
  'stream',
  'mail',
];

/** Names of modules that nginx does not bring are no slips of the pen: those are near to a known name. */
function meant(name: string): string | undefined {
  const near = closest(name, names);
  const steps = distance(name, near);
  return steps === 1 || (steps === 2 && name.length >= 8) ? near : undefined;
}

function flawOf({ name, block }: NginxDirective, context: string, outer: string): string | undefined {
  const { contexts, isBlock } = known.get(name) ?? {};
  if (contexts === undefined) {
    const near = meant(name);
    return near === undefined ? undefined : `unknown directive "${name}"; did you mean "${near}"?`;
  }
  if (isBlock === true && block === undefined) return `directive "${name}" has no opening "{"`;
  if (isBlock === false && block !== undefined) return `directive "${name}" takes no block`;
  const here = context === 'if' ? ['if', `if in ${outer}`] : [context];
  const isAllowed = contexts.has('') || here.some(one => contexts.has(one));
  return isAllowed ? undefined : `"${name}" directive is not allowed here, in ${context}`;
}

function* flawsIn(
  directives: readonly NginxDirective[],
  context: string,
  outer: string,
): Generator<SyntaxFlaw> {
  for (const directive of directives) {
    const { line, column, name, block } = directive;
    const message = flawOf(directive, context, outer);
    if (message !== undefined) yield { line, column, message };
    if (block !== undefined && CONTEXTS.includes(name)) yield* flawsIn(block, name, context);
  }
}

/** Names that no text begins a line with by accident. */
const OWN_LINE = /_|^(?:root|alias|listen|server|include|location|return|rewrite|expires|gzip|upstream)$/;

interface Word {
  readonly text: string;
  readonly line: number;
  readonly mark: boolean;
}

/** Whether a word is no further argument but the next directive, in a line of its own: the `;` before it is missing. */
export const isForgotten = (
  name: string,
  lineBefore: number | undefined,
  word: Word,
  after: Word | undefined,
): boolean =>
  !word.mark &&
  lineBefore !== undefined &&
  word.line > lineBefore &&
  OWN_LINE.test(word.text) &&
  known.has(word.text) &&
  known.has(name) &&
  after?.mark === false &&
  after.line === word.line;

/** Where a file includes another the context is not known: of such a file only the blocks within are judged. */
export function directiveFlaws(directives: readonly NginxDirective[], isTemplate = false): SyntaxFlaw[] {
  const isWhole = directives.some(({ name }) => name === 'http' || name === 'events' || name === 'stream');
  const placed = isWhole
    ? [...flawsIn(directives, 'main', ''), ...(isTemplate ? [] : undefinedNames(directives))]
    : directives.flatMap(({ name, block }) =>
        block !== undefined && CONTEXTS.includes(name) ? [...flawsIn(block, name, '')] : [],
      );
  return [...placed, ...semanticFlaws(directives)].sort((a, b) => a.line - b.line || a.column - b.column);
}
