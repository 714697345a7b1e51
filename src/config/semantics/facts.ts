import type { RuntimeName } from '../../model/stack.ts';
import type { ComposeProject } from '../compose-file.ts';
import type { Fault } from '../fault.ts';
import { isMap } from '../is-map.ts';
import { isDatabase } from '../resolve-targets.ts';
import type { Config } from '../schema/config.ts';

/** `unknown`: the target is declared, but wrongly. */
export type TargetKind = 'web' | 'database' | 'unknown';

/** What rules judge: the sound part of the file, and names that the rest of it declares. */
export interface Facts {
  readonly config: Config;
  /** The whole file, of any form. Names that stand in its faulty parts are not unknown. */
  readonly document: unknown;
  readonly root: string;
  readonly runtime: RuntimeName;
  readonly compose?: ComposeProject;
  /** Undefined where they cannot be known, because a description of the stack could not be read. */
  readonly services?: readonly string[];
  readonly targets: ReadonlyMap<string, TargetKind>;
}

/** Finds faults of one kind. Rules do not stop one another. */
export type Rule = (facts: Facts) => readonly Fault[] | Promise<readonly Fault[]>;

function valueAt(document: unknown, path: readonly (string | number)[]): unknown {
  let current = document;
  for (const key of path) current = isMap(current) ? current[key] : undefined;
  return current;
}

/** Keys of a map within a document that may be of any form. */
export function keysAt(document: unknown, ...path: readonly string[]): string[] {
  const map = valueAt(document, path);
  return isMap(map) ? Object.keys(map) : [];
}

/** Texts under `name` in a list of maps within a document that may be of any form. */
export function namesAt(document: unknown, path: readonly (string | number)[]): string[] {
  const list = valueAt(document, path);
  const items: unknown[] = Array.isArray(list) ? list : [];
  return items.flatMap(item => (isMap(item) && typeof item.name === 'string' ? [item.name] : []));
}

/** The targets of a file by name, those included that are wrong in themselves. */
export function targetKinds(config: Config, document: unknown): ReadonlyMap<string, TargetKind> {
  const kinds = new Map<string, TargetKind>(keysAt(document, 'targets').map(name => [name, 'unknown']));
  for (const [name, target] of Object.entries(config.targets ?? {})) {
    kinds.set(name, isDatabase(target) ? 'database' : 'web');
  }
  return kinds;
}
