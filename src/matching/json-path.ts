import { JSONPathEnvironment } from 'json-p3';
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
