import { JSONPathEnvironment, JSONPathQuery } from 'json-p3';
import { MOST_DEPTH } from './json-hazard.ts';

/** As deep as a document may be that is judged at all, and some more for what did not come as a body. */
const environment = new JSONPathEnvironment({ maxRecursionDepth: 2 * MOST_DEPTH });

/** Queries that were compiled: failsafe.yaml asks the same of many documents. */
const compiled = new Map<string, ReturnType<typeof environment.compile>>();
const MOST_COMPILED = 1000;

function compile(path: string) {
  const known = compiled.get(path);
  if (known !== undefined) return known;
  const query = environment.compile(path);
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  compiled.set(path, query);
  return query;
}

/** Whether the text is a valid RFC 9535 query; the message of the syntax error otherwise. */
export function jsonPathError(path: string): string | undefined {
  try {
    compile(path);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** All values that an RFC 9535 query selects in a JSON document. */
export function select(document: unknown, path: string): unknown[] {
  // Not `query`: it passes what a segment selects as arguments, and more than a stack holds end in an exception.
  return Array.from(compile(path).lazyQuery(document as never), ({ value }) => value);
}

/** What a query says of each entry of a list: the query of the entries, and the rest, which is for one value each. */
function ofEntries(path: string): { entries: JSONPathQuery; rest: JSONPathQuery } | undefined {
  const { segments } = compile(path);
  const isSingular = (index: number) => new JSONPathQuery(environment, segments.slice(index)).singularQuery();
  let end = segments.length;
  while (end > 0 && isSingular(end - 1)) end--;
  const many = segments[end - 1];
  // `..` looks for what is somewhere, and says nothing of where it is not.
  if (many === undefined || end === segments.length || many.toString().startsWith('..')) return undefined;
  const query = (part: typeof segments) => new JSONPathQuery(environment, part);
  return { entries: query(segments.slice(0, end)), rest: query(segments.slice(end)) };
}

/**
 * The entries of lists that a query goes through and that have nothing where it leads: of `$.orders[*].id` the orders
 * without an id. RFC 9535 passes them over, so a list in which one entry is whole looks as if all were.
 */
export function* entriesWithout(document: unknown, path: string): Generator<string> {
  const each = ofEntries(path);
  if (each === undefined) return;
  for (const { value, location, path: place } of each.entries.lazyQuery(document as never)) {
    if (typeof location.at(-1) !== 'number' || each.rest.match(value) !== undefined) continue;
    yield `${place.replaceAll(/\['([A-Za-z_]\w*)'\]/g, '.$1')}${each.rest.toString().slice(1)}`;
  }
}
