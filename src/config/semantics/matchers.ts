import type { Flaw, Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import type { FileFacts } from './facts.ts';

/** `exists: false` says that there is no value, so nothing else can be said of it. */
export function matchers({ config }: FileFacts): Flaw[] {
  const flaws: Flaw[] = [];
  function visit(value: unknown, path: Path): void {
    if (typeof value !== 'object' || value === null) return;
    if (isMap(value) && value.exists === false && path.includes('expect') && Object.keys(value).length > 1) {
      flaws.push({
        code: 'CONFIG_EXCLUSIVE_KEYS',
        path: [...path, 'exists'],
        at: 'key',
        message:
          '"exists: false" stands beside other operators, of which none can hold for a value that is not there',
        fix: 'Keep either "exists: false" or the others.',
      });
    }
    for (const [key, inner] of Object.entries(value)) {
      if (key !== 'schema' && key !== 'equals' && key !== 'match') visit(inner, [...path, key]);
    }
  }
  visit({ api: config.api, database: config.database, auth: config.auth, system: config.system }, []);
  return flaws;
}
