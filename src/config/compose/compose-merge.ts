import { isMap } from '../is-map.ts';

/** A service as a compose file writes it. */
export type RawService = Readonly<Record<string, unknown>>;

const LISTS = new Set([
  'ports',
  'expose',
  'links',
  'external_links',
  'volumes_from',
  'profiles',
  'cap_add',
  'cap_drop',
]);

/** A list of names as the map that it is short for. */
const asMap = (value: unknown): unknown =>
  Array.isArray(value) ? Object.fromEntries(value.map(name => [String(name), {}])) : value;

function mergeValue(key: string, base: unknown, over: unknown): unknown {
  if (over === null || over === undefined) return base;
  if (LISTS.has(key) && Array.isArray(base) && Array.isArray(over)) return [...base, ...over];
  const [left, right] =
    key === 'depends_on' || key === 'networks' ? [asMap(base), asMap(over)] : [base, over];
  if (!isMap(left) || !isMap(right)) return over;
  return mergeService(left, right);
}

/** A service as two files (or `extends`) give it: the later one wins, lists of ports and the like are joined. */
export function mergeService(base: RawService, over: RawService): RawService {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = mergeValue(key, base[key], value);
  return merged;
}
