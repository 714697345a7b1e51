import { METHODS } from '../config/method.ts';
import type { Config } from '../config/schema/config.ts';

/** A path that failsafe.yaml has something ask for. */
export interface DeclaredPath {
  readonly path: string;
  /** `api.endpoints[2]`, as people read it. */
  readonly at: string;
  /** What is asked for there is an endpoint of the API with GET, which a route of the code answers. */
  readonly endpoint?: { readonly name: string; readonly target?: string; readonly refused: boolean };
}

const KEYS: readonly string[] = [...METHODS, 'path', 'serviceWorker', 'offline'];

const withoutQuery = (path: string) => path.replace(/[?#].*$/, '');

/** All paths in a part of the file, wherever they stand. */
function pathsIn(value: unknown, at: string): DeclaredPath[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): DeclaredPath[] => {
    const here = Array.isArray(value) ? `${at}[${key}]` : `${at}.${key}`;
    const texts = KEYS.includes(key) ? [inner].flat() : [];
    const own = texts.filter(text => typeof text === 'string' && text.startsWith('/'));
    return [...own.map(path => ({ path: withoutQuery(String(path)), at: here })), ...pathsIn(inner, here)];
  });
}

/** The paths that the checks of a failsafe.yaml ask for. */
export function declaredPaths({ api, auth, realtime, system, pwa, connectivity }: Config): DeclaredPath[] {
  const endpoints = (api?.endpoints ?? []).flatMap((endpoint, index): DeclaredPath[] => {
    const { name, target = api?.target, expect } = endpoint;
    const refused = [expect.status ?? []].flat().some(status => status === 404 || status === 405);
    return pathsIn(endpoint, `api.endpoints[${index}]`).map(found => ({
      ...found,
      endpoint: 'get' in endpoint ? { name, target, refused } : undefined,
    }));
  });
  return [...endpoints, ...pathsIn({ auth, realtime, system, pwa, connectivity }, '')];
}
