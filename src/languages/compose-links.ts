import { dirname, join } from 'node:path/posix';
import { isPlainPath } from '../config/compose/is-plain-path.ts';
import { isMap } from '../config/is-map.ts';
import { parseYaml } from '../config/source/parse-yaml.ts';
import { documentsOf } from './compose.ts';

/** A file that a compose file names as another one. */
export interface ComposeLink {
  /** Relative to the project. */
  readonly path: string;
  /** Included behind another one, to which it adds. */
  readonly adds: boolean;
  /** Of what is extended the service there, and the one here; undefined of a file that is included. */
  readonly extended?: { readonly service: string; readonly by: string };
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const isPath = (value: unknown): value is string => typeof value === 'string' && isPlainPath(value);

/** What a file includes. Where that is read from another folder than its own, its paths mean something else: nothing of it. */
function includedBy(folder: string, value: Record<string, unknown>): ComposeLink[] {
  return (Array.isArray(value.include) ? value.include : []).flatMap((item: unknown) => {
    const { path, project_directory: home } = isMap(item) ? item : { path: item };
    const paths = asList(path);
    if (!paths.every(isPath)) return [];
    const found = paths.map(one => join(folder, one));
    const homes = new Set(found.map(dirname));
    if (home !== undefined) homes.add(isPath(home) ? join(folder, home).replace(/\/$/, '') : '');
    return homes.size > 1 ? [] : found.map((one, index) => ({ path: one, adds: index > 0 }));
  });
}

function extendedBy(own: string, value: Record<string, unknown>): ComposeLink[] {
  return Object.entries(isMap(value.services) ? value.services : {}).flatMap(([by, given]): ComposeLink[] => {
    const base = isMap(given) ? given.extends : undefined;
    const { file, service } = isMap(base) ? base : { file: undefined, service: base };
    if (typeof service !== 'string' || (file !== undefined && !isPath(file))) return [];
    const path = file === undefined ? own : join(dirname(own), file);
    return [{ path, adds: false, extended: { service, by } }];
  });
}

/** What a compose file includes and extends, as far as it can be read, and no variable tells it. */
export function composeLinks(path: string, text: string): ComposeLink[] {
  return documentsOf(text).flatMap(document => {
    const value = parseYaml(document, path, { tags: true }).value?.of;
    return isMap(value) ? [...includedBy(dirname(path), value), ...extendedBy(path, value)] : [];
  });
}
