import { LEVELS } from '../../model/level.ts';
import type { Flaw, Path } from '../flaw.ts';
import type { Config } from '../schema/config.ts';
import { type Facts, type FileFacts, namesAt } from './facts.ts';
import { type Reference, unknownReferences } from './reference.ts';

interface Named {
  readonly name?: string;
  readonly target?: string;
  readonly needs?: readonly string[];
}

/** The lists of things that have names and may need others. */
function namedLists({ api, database, realtime, system }: Config): [Path, readonly Named[]][] {
  return [
    [['api', 'endpoints'], api?.endpoints ?? []],
    [['database', 'queries'], database?.queries ?? []],
    [['realtime', 'socketio'], realtime?.socketio ?? []],
    [['realtime', 'websocket'], realtime?.websocket ?? []],
    [['realtime', 'sse'], realtime?.sse ?? []],
    [['system', 'flows'], system?.flows ?? []],
  ];
}

/** The name that the checks of a thing carry. */
const subjectOf = ({ name, target }: Named): string | undefined => name ?? target;

/** Check ids are known to the engine only; here it is their level that must exist. */
const isCheckId = (name: string, { custom = [] }: Config) =>
  LEVELS.some(level => name.startsWith(`${level}.`)) ||
  custom.some(({ check }) => name.startsWith(`${check}:`));

/** Every name in `needs` is a level, a check id, a service, a target, or a thing that the file names. */
export function needsReferences({ config, written, services, targets }: Facts): Flaw[] {
  if (services === undefined) return [];
  const named = namedLists(config);
  const lists: typeof named = [...named, [['custom'], config.custom ?? []]];
  const subjects = lists
    .flatMap(([path, things]) => [...things.map(subjectOf), ...namesAt(written, path)])
    .filter(name => name !== undefined);
  const names = [...new Set([...LEVELS, ...services, ...targets.keys(), ...subjects])];
  const references = lists.flatMap(([path, things]) =>
    things.flatMap(({ needs = [] }, index) =>
      needs.map((name, position): Reference => ({ name, path: [...path, index, 'needs', position] })),
    ),
  );
  const plain = references.filter(({ name }) => !isCheckId(name, config));
  const lacks = lists.flatMap(([path, things]) => [
    path,
    ...things.map((_, index) => [...path, index, 'name']),
  ]);
  return unknownReferences('level, check, service, target, endpoint, query or flow', plain, names, [
    ['targets'],
    ...lacks,
  ]);
}

/** No two things of one kind have the same name: their results could not be told apart. */
export function duplicateNames({ config }: FileFacts): Flaw[] {
  return namedLists(config).flatMap(([path, things]) => {
    const first = new Map<string, number>();
    return things.flatMap((thing, index): Flaw[] => {
      const name = subjectOf(thing);
      if (name === undefined) return [];
      const earlier = first.get(name);
      if (earlier === undefined) {
        first.set(name, index);
        return [];
      }
      return [
        {
          code: 'CONFIG_DUPLICATE_NAME',
          path: thing.name === undefined ? [...path, index] : [...path, index, 'name'],
          message: `${path.join('.')}[${earlier}] is called "${name}" already`,
          expected: 'a name of its own',
          got: JSON.stringify(name),
          fix: thing.name === undefined ? 'Add a "name".' : 'Give it another name.',
          lacks: [earlier, index].map(one => [...path, one, 'name']),
        },
      ];
    });
  });
}
