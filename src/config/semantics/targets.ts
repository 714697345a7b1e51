import type { Flaw, Path } from '../flaw.ts';
import type { Config } from '../schema/config.ts';
import type { FileFacts, TargetKind } from './facts.ts';
import { type Reference, unknownReferences } from './reference.ts';
import { allSteps } from './steps.ts';

interface TargetReference extends Reference {
  readonly kind: 'web' | 'database';
}

/** Something that may name a target. */
type Naming = { readonly target?: string } | undefined;

function referencesOf(config: Config): TargetReference[] {
  const named = (kind: TargetReference['kind'], naming: Naming, ...path: Path): TargetReference[] =>
    naming?.target === undefined ? [] : [{ kind, name: naming.target, path: [...path, 'target'] }];
  const each = (list: readonly Naming[] | undefined, ...path: Path) =>
    (list ?? []).flatMap((one, index) => named('web', one, ...path, index));
  const { api, auth, realtime, connectivity, system } = config;
  return [
    ...named('web', api, 'api'),
    ...each(api?.endpoints, 'api', 'endpoints'),
    ...named('database', config.database, 'database'),
    ...named('web', config.pwa, 'pwa'),
    ...named('web', auth, 'auth'),
    ...(auth?.cleanup ?? []).flatMap((step, index) =>
      'sql' in step ? named('database', step, 'auth', 'cleanup', index) : [],
    ),
    ...each(realtime?.socketio, 'realtime', 'socketio'),
    ...each(realtime?.websocket, 'realtime', 'websocket'),
    ...each(realtime?.sse, 'realtime', 'sse'),
    ...each(connectivity?.redirects, 'connectivity', 'redirects'),
    ...each(system?.flows, 'system', 'flows'),
    ...(config.setup?.database ?? []).flatMap(({ onlyWhenEmpty: name }, index): TargetReference[] =>
      name === undefined
        ? []
        : [{ kind: 'database', name, path: ['setup', 'database', index, 'onlyWhenEmpty'] }],
    ),
    ...allSteps(config).flatMap(({ step, path }) =>
      'event' in step ? [] : named('sql' in step ? 'database' : 'web', step, ...path),
    ),
  ];
}

const NEEDED = {
  web: 'a web target',
  database: 'a database',
  protocol: 'greeted in its protocol alone',
} as const;

function wrongKind(
  { name, path, kind }: TargetReference,
  other: keyof typeof NEEDED,
  fitting: readonly string[],
): Flaw {
  return {
    code: 'CONFIG_UNKNOWN_REFERENCE',
    path,
    message: `"${name}" is ${NEEDED[other]}, and ${NEEDED[kind]} is needed here`,
    expected: fitting.length === 0 ? `${NEEDED[kind]}; none is declared` : `one of ${fitting.join(', ')}`,
    got: JSON.stringify(name),
    fix:
      fitting.length === 0
        ? `Declare ${NEEDED[kind]} under "targets".`
        : `Name one of ${fitting.join(', ')}.`,
  };
}

/** Every target that is named exists, and is of the kind that is needed there. */
export function targetReferences({ config, targets }: FileFacts): Flaw[] {
  const references = referencesOf(config);
  const unknown = (['web', 'database'] as const).flatMap(kind => {
    const fitting = [...targets].filter(([, one]) => one === kind || one === 'unknown').map(([name]) => name);
    const missing = references.filter(reference => reference.kind === kind && !targets.has(reference.name));
    return unknownReferences('target', missing, fitting, [['targets']]);
  });
  const names = (kind: TargetKind) => [...targets].filter(([, one]) => one === kind).map(([name]) => name);
  const wrong = references.flatMap(reference => {
    const found = targets.get(reference.name);
    if (found === undefined || found === 'unknown' || found === reference.kind) return [];
    return [wrongKind(reference, found, names(reference.kind))];
  });
  return [...unknown, ...wrong];
}

const noTarget = (path: Path, outer: Path, what: string, fix: string): Flaw => ({
  code: 'CONFIG_MISSING_KEY',
  path,
  at: 'key',
  message: `${what} has no target`,
  expected: 'the name of a target',
  fix,
  lacks: [
    [...path, 'target'],
    [...outer, 'target'],
  ],
});

/** Whatever is sent somewhere has a target, of its own or from what it stands in. */
export function targetsGiven({ config }: FileFacts): Flaw[] {
  const { api } = config;
  const endpoints = api?.target === undefined ? (api?.endpoints ?? []) : [];
  return [
    ...endpoints.flatMap((endpoint, index) =>
      endpoint.target === undefined
        ? [
            noTarget(
              ['api', 'endpoints', index],
              ['api'],
              `the endpoint ${endpoint.name}`,
              'Add "target" here or under "api".',
            ),
          ]
        : [],
    ),
    ...allSteps(config).flatMap(({ flow, step, path }) => {
      const outer = path.slice(0, 3);
      if ('event' in step || step.target !== undefined) return [];
      if ('sql' in step)
        return [noTarget(path, path, `the SQL step ${step.name}`, 'Add "target": the name of a database.')];
      if (flow.target !== undefined) return [];
      return [noTarget(path, outer, `the step ${step.name}`, 'Add "target" here or to the flow.')];
    }),
  ];
}
