import type { RuntimeName } from '../../model/stack.ts';
import type { ComposeProject } from '../compose-file.ts';
import type { Flaw, Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import { isDatabase, isProtocol } from '../resolve-targets.ts';
import type { Config } from '../schema/config.ts';
import { type Cut, isWithin } from '../structure/cuts.ts';

/** `unknown`: the target is declared, but wrongly. */
export type TargetKind = 'web' | 'database' | 'protocol' | 'unknown';

/** What rules judge of the file alone: its sound part, and names that the rest of it declares. */
export interface FileFacts {
  readonly config: Config;
  /** What the file has at a path of `config`, of any form. Names that stand in its faulty parts are not unknown. */
  written(path: Path): unknown;
  readonly targets: ReadonlyMap<string, TargetKind>;
}

/** What rules judge of the file and of what lies around it. */
export interface Facts extends FileFacts {
  readonly root: string;
  readonly runtime: RuntimeName;
  readonly compose?: ComposeProject;
  /** Undefined where they cannot be known, because a description of the stack could not be read. */
  readonly services?: readonly string[];
}

/** Finds flaws of one kind. Rules do not stop one another. */
export type Rule<F extends FileFacts = Facts> = (facts: F) => readonly Flaw[] | Promise<readonly Flaw[]>;

/** The keys that a map of the file has, wrong ones included. */
export function keysAt(written: FileFacts['written'], ...path: Path): string[] {
  const map = written(path);
  return isMap(map) ? Object.keys(map) : [];
}

/** Texts under `name` in a list of maps of the file, wrong ones included. */
export function namesAt(written: FileFacts['written'], path: Path): string[] {
  const list = written(path);
  const items: unknown[] = Array.isArray(list) ? list : [];
  return items.flatMap(item => (isMap(item) && typeof item.name === 'string' ? [item.name] : []));
}

/** The targets of a file by name. Of one with a key that nobody knows the kind is not certain. */
export function targetKinds(
  config: Config,
  written: FileFacts['written'],
  cuts: readonly Cut[],
): ReadonlyMap<string, TargetKind> {
  const kinds = new Map<string, TargetKind>(keysAt(written, 'targets').map(name => [name, 'unknown']));
  for (const [name, target] of Object.entries(config.targets ?? {})) {
    const unsure = cuts.some(cut => cut.unknownKey && isWithin(cut.path, ['targets', name]));
    const kind = isDatabase(target) ? 'database' : isProtocol(target) ? 'protocol' : 'web';
    kinds.set(name, unsure ? 'unknown' : kind);
  }
  return kinds;
}
