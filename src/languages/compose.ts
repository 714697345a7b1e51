import type { ErrorObject } from 'ajv';
import { malformedReferences } from '../config/compose/malformed-references.ts';
import type { Path } from '../config/flaw.ts';
import { isMap } from '../config/is-map.ts';
import { createLocator } from '../config/source/locate.ts';
import { parseYaml } from '../config/source/parse-yaml.ts';
import { yaml } from '../config/source/yaml-library.ts';
import type { Composed, SyntaxFlaw } from '../model/observations/source.ts';
import validate from './compose-validator.generated.js';
import type { Parse, Reading } from './reading.ts';

const pathOf = ({ instancePath }: ErrorObject): string[] =>
  instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Of the branches of a choice that did not fit, what it was a choice of says nothing. */
const isChoice = ({ keyword }: ErrorObject) => ['oneOf', 'anyOf', 'allOf', 'if'].includes(keyword);

function messageOf({ keyword, params, message = '' }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `unknown key ${JSON.stringify(params.additionalProperty)}`;
  if (keyword === 'enum') return `must be one of ${params.allowedValues.join(', ')}`;
  return message;
}

/** Values with variables have no form before these are filled in. */
const holdsVariable = (value: unknown): boolean => typeof value === 'string' && value.includes('$');

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[part] : undefined,
    value,
  );
}

/** One flaw a place: the deepest says most. */
function schemaErrors(value: unknown): { path: Path; message: string; key: boolean }[] {
  if (validate(value)) return [];
  const errors = (validate.errors ?? []).filter(error => !isChoice(error));
  const found = new Map<string, { path: Path; message: string; key: boolean }>();
  for (const error of errors) {
    const path = pathOf(error);
    if (holdsVariable(valueAt(value, path))) continue;
    const own =
      error.keyword === 'additionalProperties' ? [...path, String(error.params.additionalProperty)] : path;
    const known = found.get(own.join('/'));
    const message = known === undefined ? messageOf(error) : `${known.message}, or ${messageOf(error)}`;
    found.set(own.join('/'), { path: own, message: message.slice(0, 200), key: own !== path });
  }
  const paths = [...found.keys()];
  return [...found.entries()]
    .filter(([path]) => !paths.some(other => other !== path && other.startsWith(`${path}/`)))
    .map(([, flaw]) => flaw);
}

/** Takes out what `!reset` says that an override has not: its own value says nothing. */
function dropReset(node: unknown, value: unknown): void {
  const { isMap: isMapNode, isNode, isScalar, isSeq } = yaml();
  if (isMapNode(node) && isMap(value)) {
    for (const { key, value: own } of node.items) {
      if (!isScalar(key)) continue;
      if (isNode(own) && own.tag === '!reset') delete value[String(key.value)];
      else dropReset(own, value[String(key.value)]);
    }
  } else if (isSeq(node) && Array.isArray(value)) {
    for (const [index, own] of node.items.entries()) dropReset(own, value[index]);
  }
}

/** The documents of a text, each in its lines, with nothing in those of the others. */
export function documentsOf(text: string): string[] {
  const starts = [0, ...[...text.matchAll(/^---(?=\s)/gm)].map(({ index }) => index)];
  return starts
    .map((start, n) => text.slice(0, start).replaceAll(/[^\n]/g, '') + text.slice(start, starts[n + 1]))
    .filter(document => /^(?!---|\.\.\.|[ \t\r]*(?:#|$))/m.test(document));
}

/** A compose file: YAML, and the schema of the Compose Specification. Of several documents rules look into the first. */
export const parse: Parse = (text, path, composed) => {
  const documents = documentsOf(text);
  if (documents.length < 2) {
    const reading = parseOne(text, path, composed);
    return text.includes('dockerfile_inline:') ? withInline(reading, text) : reading;
  }
  const [first = { flaws: [] }, ...others] = documents.map(document => parseOne(document, path, composed));
  return { ...first, flaws: [first, ...others].flatMap(({ flaws }) => flaws) };
};

/** A Dockerfile within a compose file, which is read like any other. */
async function withInline(reading: Reading, text: string): Promise<Reading> {
  const { tree } = reading;
  if (tree?.kind !== 'compose' || !isMap(tree.value.services)) return reading;
  const dockerfile = await import('./dockerfile.ts');
  const lines = text.split('\n');
  const found: SyntaxFlaw[] = [];
  for (const [name, service] of Object.entries(tree.value.services)) {
    const build = isMap(service) ? service.build : undefined;
    if (!isMap(build) || typeof build.dockerfile_inline !== 'string') continue;
    const { line } = tree.at(['services', name, 'build', 'dockerfile_inline']);
    const { flaws } = await dockerfile.parse(build.dockerfile_inline, '');
    const isBlock = /[|>][+-]?\d?\s*(?:#.*)?$/.test((lines[line - 1] ?? '').trimEnd());
    for (const flaw of flaws) {
      const at = isBlock ? line + flaw.line : line;
      const column = isBlock ? (lines[at - 1] ?? '').search(/\S/) + flaw.column : 1;
      found.push({ line: at, column, message: `in the Dockerfile of ${name}: ${flaw.message}` });
    }
  }
  return { ...reading, flaws: [...reading.flaws, ...found] };
}

/** What compose holds against its schema: of a file that is only extended from, the services that are extended. */
function validated(value: Record<string, unknown>, services: readonly string[] | undefined): unknown {
  if (services === undefined || !isMap(value.services)) return value;
  const extended = Object.entries(value.services).filter(([name]) => services.includes(name));
  return { services: Object.fromEntries(extended) };
}

function parseOne(text: string, path: string, composed?: Composed): Reading {
  const { source, value, problems } = parseYaml(text, path, { tags: true });
  const syntax: SyntaxFlaw[] = problems.map(({ message, at }) => ({
    line: at?.line ?? 1,
    column: at?.column ?? 1,
    message,
  }));
  if (value === undefined) return { flaws: syntax };
  if (!isMap(value.of))
    return { flaws: [...syntax, { line: 1, column: 1, message: 'a compose file is a map' }] };
  dropReset(source.document.contents, value.of);
  const locate = createLocator(source);
  const at = (path: Path, where: 'key' | 'value' = 'value') => {
    const { line, column } = locate(path, where);
    return { line, column };
  };
  const flaws = schemaErrors(validated(value.of, composed?.services)).map(flaw => ({
    ...at(flaw.path, flaw.key ? 'key' : 'value'),
    message: `${flaw.path.join('.') || 'the file'}: ${flaw.message}`,
  }));
  const references = malformedReferences(value.of, locate).map(({ message, at: place }) => ({
    line: place?.line ?? 1,
    column: place?.column ?? 1,
    message,
  }));
  return { flaws: [...syntax, ...references, ...flaws], tree: { kind: 'compose', value: value.of, at } };
}
