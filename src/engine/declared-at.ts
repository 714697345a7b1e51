import { join, relative, resolve } from 'node:path';
import type { Path } from '../config/flaw.ts';
import { isMap } from '../config/is-map.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Position } from '../model/problem.ts';
import type { CheckResult } from '../model/result.ts';

/** The list entry of a section that has this name, wherever in the section the list is. */
function named(value: unknown, name: string, path: Path): Path | undefined {
  if (Array.isArray(value)) {
    const index = value.findIndex(item => isMap(item) && item.name === name);
    return index === -1 ? undefined : [...path, index];
  }
  if (!isMap(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = named(inner, name, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The most telling place first: the entry of its name, its own section, its target, its service. */
function pathOf({ config }: LoadedConfig, { level, check, subject }: CheckResult): Path {
  const own = (config.custom ?? []).filter(one => one.check === check);
  const applied = own.find(({ name, target }) => (name ?? target ?? config.project) === subject);
  if (applied !== undefined) return ['custom', config.custom?.indexOf(applied) ?? 0];
  const section = config[level as keyof typeof config];
  const [target = ''] = subject.split(/[/:]/);
  const entry = named(section, subject, [level]);
  if (entry !== undefined) return entry;
  if (level === 'containers' && config.containers?.services?.[subject]) return [level, 'services', subject];
  if (level === 'connectivity' && config.targets?.[target]) return ['targets', target];
  if (section !== undefined) return [level];
  if (config.stack?.processes?.[subject]) return ['stack', 'processes', subject];
  return config.stack === undefined ? ['project'] : ['stack'];
}

/**
 * A file, by its path from the working directory, as readers of reports name it: from the folder of the repository where GitHub or
 * GitLab says which that is, else from the working directory.
 */
export function inRepository(file: string, environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment.GITHUB_WORKSPACE || environment.CI_PROJECT_DIR;
  const path = relative(base || process.cwd(), resolve(file));
  return path.startsWith('..') ? file : path;
}

/** Finds what a report speaks of in the files of the repository. */
export interface Places {
  /** Where failsafe.yaml declares what a result is about; undefined of a config that was read from no file. */
  declared(result: CheckResult): Position | undefined;
  /** The path of a file of the application; see {@link inRepository}. */
  inSource(file: string): string;
}

/** The places of a config; none when it could not be loaded. */
export function placesOf(loaded: LoadedConfig | undefined): Places {
  return {
    declared(result) {
      const flaw = loaded && { path: pathOf(loaded, result), at: 'key' as const, message: '' };
      const at = flaw && loaded?.place?.({ code: 'CONFIG_INVALID_VALUE', ...flaw }).at;
      return at && { ...at, file: inRepository(at.file) };
    },
    inSource: file => inRepository(join(loaded?.root ?? '', loaded?.config.source?.folder ?? '', file)),
  };
}
