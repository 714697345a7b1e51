import { isMap } from '../../config/is-map.ts';
import type { Spot } from '../../model/verdict.ts';
import { composedWith, isWholeKnown } from '../compose-includes.ts';
import {
  type ComposeFile,
  composeFiles,
  exampleService,
  type ServicePath,
  type ServiceView,
  startedServices,
  texts,
} from '../compose-services.ts';
import { ruleCheck } from '../rule.ts';
import { mountsOf } from '../service-mounts.ts';
import { missingFiles, missingStages } from './compose-files.ts';
import { neverHealthy } from './compose-health.ts';

const KINDS = ['services', 'networks', 'volumes', 'secrets', 'configs'] as const;
type Kind = (typeof KINDS)[number];
type Reference = readonly [kind: Kind, name: string, path: ServicePath];

const namesOf = (value: unknown, key: string): [string, ServicePath][] => {
  if (isMap(value)) return Object.keys(value).map(name => [name, [key, name]]);
  return (Array.isArray(value) ? value : []).flatMap((item: unknown, index): [string, ServicePath][] => {
    const name = isMap(item) ? item.source : item;
    return typeof name === 'string' ? [[name, [key, index]]] : [];
  });
};

function referencesOf(service: ServiceView): Reference[] {
  const { value } = service;
  const named = (kind: Kind, key: string): Reference[] =>
    namesOf(value[key], key).map(([name, path]) => [kind, name, path]);
  const shared = ['network_mode', 'pid', 'ipc'].flatMap((key): Reference[] => {
    const [, name] = /^service:(.+)$/.exec(String(value[key] ?? '')) ?? [];
    return name === undefined ? [] : [['services', name, [key]]];
  });
  const built = isMap(value.build) ? value.build.secrets : undefined;
  const buildSecrets = namesOf(built, 'secrets').map(
    ([name, path]): Reference => ['secrets', name, ['build', ...path]],
  );
  const links = texts(value.links).map(
    ([link, index]): Reference => ['services', link.split(':')[0] ?? '', ['links', index]],
  );
  const mounts = mountsOf(service)
    .filter(({ isBind, source }) => !isBind && source !== undefined && /^[\w.-]+$/.test(source))
    .map(({ source = '', path }): Reference => ['volumes', source, path]);
  return [
    ...named('services', 'depends_on'),
    ...named('networks', 'networks').filter(([, name]) => name !== 'default'),
    ...named('secrets', 'secrets'),
    ...named('configs', 'configs'),
    ...buildSecrets,
    ...shared,
    ...links,
    ...mounts,
  ];
}

/** What files that are composed declare. */
const declaredIn = (together: readonly ComposeFile[], kind: Kind): Set<string> =>
  new Set(together.flatMap(({ tree: { value } }) => (isMap(value[kind]) ? Object.keys(value[kind]) : [])));

/** What the services of a file name, and neither it nor those that compose may read with it declare. */
function* undeclared(own: readonly ServiceView[], together: readonly ComposeFile[]): Generator<Spot> {
  const declared = Object.fromEntries(KINDS.map(kind => [kind, declaredIn(together, kind)]));
  for (const service of own) {
    if ('extends' in service.value) continue;
    for (const [kind, name, path] of referencesOf(service)) {
      if (declared[kind]?.has(name) || !service.isKnown(path)) continue;
      yield service.spot(path, `names the ${kind.slice(0, -1)} ${name}, which is not declared`);
    }
  }
}

/** The services from one back to itself, along `depends_on`. */
function cycleFrom(name: string, links: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const visit = (at: string, path: readonly string[]): string[] | undefined => {
    for (const next of links.get(at) ?? []) {
      if (next === name) return [...path, next];
      if (path.includes(next)) continue;
      const found = visit(next, [...path, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(name, [name]);
}

function* cycles(services: readonly ServiceView[]): Generator<Spot> {
  for (const [, own] of Map.groupBy(services, ({ file }) => file.path)) {
    const links = new Map(
      own.map(({ name, value }) => [name, namesOf(value.depends_on, '').map(([to]) => to)]),
    );
    const told = new Set<string>();
    for (const { name, spot } of own) {
      const cycle = cycleFrom(name, links);
      if (cycle === undefined || told.has(name)) continue;
      for (const one of cycle) told.add(one);
      yield spot(['depends_on'], `waits for itself: ${cycle.join(' → ')}`);
    }
  }
}

/** Whatever services name is declared, and none waits for itself. */
export const check = ruleCheck('config', {
  id: 'C27',
  name: 'references',
  severity: 'high',
  title: 'Whatever a service names is there, and no service waits for itself',
  why: 'Compose refuses the whole file.',
  source: 'Compose Specification',
  problem: 'A name that nothing has, or a cycle',
  cause: 'It was renamed, removed or misspelt.',
  fix: 'Declare it at the top of the file, or correct the name or the path; of a cycle remove one `depends_on`; give what is waited for a health check.',
  reads: ['compose'],
  bad: exampleService('volumes: ["data:/data"]'),
  good: { 'compose.yaml': `${exampleService('volumes: ["data:/data"]')['compose.yaml']}volumes:\n  data:\n` },
  *find(project) {
    const files = composeFiles(project);
    const services = startedServices(project);
    for (const [file, own] of Map.groupBy(services, service => service.file)) {
      const together = composedWith(file, files);
      if (isWholeKnown(together, files)) yield* undeclared(own, together);
    }
    yield* cycles(services);
    yield* missingFiles(project);
    yield* missingStages(project);
    yield* neverHealthy(project);
  },
});
