import { join, relative } from 'node:path';
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

/** Finds what a report speaks of in the files of the repository. */
export interface Places {
  /** Where failsafe.yaml declares what a result is about; undefined of a config that was read from no file. */
  declared(result: CheckResult): Position | undefined;
  /** The path of a file of the application, from the folder of the run. */
  inSource(file: string): string;
}

/** The places of a config; none when it could not be loaded. */
export function placesOf(loaded: LoadedConfig | undefined): Places {
  return {
    declared: result =>
      loaded?.place?.({
        code: 'CONFIG_INVALID_VALUE',
        path: pathOf(loaded, result),
        at: 'key',
        message: '',
      }).at,
    inSource: file =>
      relative(process.cwd(), join(loaded?.root ?? '', loaded?.config.source?.folder ?? '', file)),
  };
}
