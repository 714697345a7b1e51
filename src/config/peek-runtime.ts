import { dirname } from 'node:path';
import type { RuntimeName } from '../model/stack.ts';
import { chooseRuntime } from './choose-runtime.ts';
import { findConfigFile } from './find-config-file.ts';
import { isMap } from './is-map.ts';
import { parseCache } from './parse-cache.ts';
import { readText } from './read-text.ts';
import { yaml } from './source/yaml-library.ts';

/**
 * The runtime that failsafe.yaml names, without judging the rest of it, which takes ten times as long. Undefined where
 * it cannot be told: then `loadConfig` says why.
 *
 * @throws ProblemError CONFIG_FILE_MISSING, RUNTIME_UNKNOWN
 */
export async function peekRuntime(file: string | undefined): Promise<RuntimeName | undefined> {
  const asked = chooseRuntime(undefined, process.env.FAILSAFE_RUNTIME);
  if (asked !== undefined) return asked;
  const path = await findConfigFile(file);
  const content = await readText(path);
  if (!('text' in content)) return undefined;
  try {
    const made = await parseCache(dirname(path)).recall(path, content.text);
    const document: unknown =
      made === undefined ? yaml().parse(content.text, { merge: true, logLevel: 'silent' }) : made.document;
    const stack = isMap(document) ? document.stack : undefined;
    const runtime = isMap(stack) ? stack.runtime : undefined;
    return typeof runtime === 'string' ? chooseRuntime(runtime, undefined) : undefined;
  } catch {
    return undefined;
  }
}
