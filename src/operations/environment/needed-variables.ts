import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { replaceVariables } from '../../config/compose/compose-variables.ts';
import { isMap } from '../../config/is-map.ts';

/** The text of a file; undefined when it cannot be read. */
export const textOf = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch(() => undefined);

/** What cannot be read is told of by whoever loads it. */
export function yamlOf(text: string | undefined): unknown {
  try {
    return parse(text ?? '', { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const one of value) yield* textsIn(one);
  else if (isMap(value)) for (const one of Object.values(value)) yield* textsIn(one);
}

/** Names in `{ env: NAME }`. */
function* secretsIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const one of value) yield* secretsIn(one);
  if (!isMap(value)) return;
  const keys = Object.keys(value);
  if (keys.length === 1 && typeof value.env === 'string') yield value.env;
  else for (const one of Object.values(value)) yield* secretsIn(one);
}

/** Variables without which something in failsafe.yaml, the first document, or in a compose file would be empty. */
export function neededVariables(
  documents: readonly unknown[],
  lookup: (name: string) => string | undefined,
): Set<string> {
  const missing = new Set<string>();
  for (const document of documents)
    for (const text of textsIn(document)) replaceVariables(text, lookup, name => void missing.add(name));
  for (const name of secretsIn(documents[0])) if (!lookup(name)) missing.add(name);
  return missing;
}
