import { closest, distance } from 'fastest-levenshtein';
import type { Path } from '../config/flaw.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { LEVELS } from '../model/level.ts';
import { type Problem, ProblemError } from '../model/problem.ts';
import type { PlannedCheck } from './planned-check.ts';

/** Finds the checks that a name in `needs` means. */
export interface NameIndex {
  has(id: string): boolean;
  /** Ids of a check id, a level, a service, or any other subject (endpoint, query, flow, target), in that order. */
  resolve(name: string, by: PlannedCheck): readonly string[];
  /** Reports all names that meant nothing, at once. */
  throwUnknown(): void;
}

/** Where checks need something of this name. */
function placesOfNeed(value: unknown, name: string, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null)
    return value === name && path.at(-2) === 'needs' ? [path] : [];
  return Object.entries(value).flatMap(([key, inner]) =>
    placesOfNeed(inner, name, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

const gating = (planned: PlannedCheck) => planned.check.severity === 'error';

type ById = ReadonlyMap<string, PlannedCheck>;

function groupsOf(byId: ById, { topology }: LoadedConfig): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  const add = (name: string, id: string) => {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [id]);
    else group.push(id);
  };
  const services = new Set(topology.services);
  for (const one of byId.values()) {
    if (!gating(one)) continue;
    add(one.level, one.id);
    if (!services.has(one.instance.subject)) add(one.instance.subject, one.id);
  }
  for (const service of services) {
    groups.set(service, [`containers.running:${service}`, `containers.healthy:${service}`]);
  }
  return groups;
}

/** See {@link NameIndex}. */
export function createNameIndex(byId: ById, loaded: LoadedConfig): NameIndex {
  /** Made when a name is not an id. */
  let groups: Map<string, string[]> | undefined;
  const unknown: Problem[] = [];

  return {
    has: id => byId.has(id),
    resolve(name, by) {
      if (byId.has(name)) return name === by.id ? [] : [name];
      groups ??= groupsOf(byId, loaded);
      const found = groups.get(name);
      if (found !== undefined) return found.filter(id => id !== by.id);
      if ((LEVELS as readonly string[]).includes(name)) return [];
      const near = closest(name, [...LEVELS, ...groups.keys(), ...byId.keys()]);
      const isNear = distance(near, name) <= Math.max(2, name.length / 3);
      const flaw = {
        code: 'CONFIG_UNKNOWN_REFERENCE',
        message: `${by.instance.subject} (${by.level}) needs "${name}", which is no check, level, service, endpoint, query or flow`,
        fix: isNear ? `Did you mean "${near}"?` : 'Name one that exists.',
      } as const;
      const { place, config } = loaded;
      unknown.push(...(place ? placesOfNeed(config, name).map(path => place({ ...flaw, path })) : [flaw]));
      return [];
    },
    throwUnknown() {
      const seen = new Map(unknown.map(problem => [JSON.stringify(problem.at) ?? problem.message, problem]));
      if (seen.size > 0) throw new ProblemError([...seen.values()]);
    },
  };
}
