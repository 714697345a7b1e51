import type { LoadedConfig } from '../config/loaded-config.ts';
import { dependenciesOf } from '../config/topology.ts';
import type { Level } from '../model/level.ts';
import type { DatabaseTarget, ProtocolTarget, WebTarget } from '../model/target.ts';
import type { PlannedCheck } from './planned-check.ts';

type Target = WebTarget | DatabaseTarget | ProtocolTarget;

const isTarget = (value: unknown): value is Target =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'endpoint' in value &&
  ('tls' in value || 'speaks' in value);

/** The targets that a check looks at, found in what its probe is told, nested steps included. */
function targetsIn(value: unknown, depth = 0, found: Target[] = []): Target[] {
  if (typeof value !== 'object' || value === null) return found;
  if (isTarget(value)) found.push(value);
  else if (depth <= 3) for (const inner of Object.values(value)) targetsIn(inner, depth + 1, found);
  return found;
}

const containerChecks = (service: string) =>
  ['running', 'restarts', 'stays-up', 'network', 'healthy'].map(name => `containers.${name}:${service}`);

const isAt =
  (services: readonly string[]) =>
  ({ endpoint }: Target): boolean =>
    'service' in endpoint && services.includes(endpoint.service);

/** Checks of a database whose failure shows in whatever uses it. */
const GATING = ['connect', 'saturation', 'blocked-sessions', 'write', 'migrations'];

function databaseChecks(name: string, { config }: LoadedConfig): string[] {
  const queries = config.database?.target === name ? (config.database.queries ?? []) : [];
  return [
    ...GATING.map(check => `database.${check}:${name}`),
    ...queries.map(query => `database.query:${query.name}`),
  ];
}

/** What a service stands on: the services below it, and the databases there. */
function standsOn(service: string, loaded: LoadedConfig): string[] {
  const below = dependenciesOf(loaded.topology, service);
  const databases = Object.values(loaded.databaseTargets).filter(isAt(below));
  return [
    ...below.flatMap(containerChecks),
    ...databases.flatMap(({ name }) => databaseChecks(name, loaded)),
  ];
}

/** The ways from a service, and from what it stands on, to what is below. */
function waysFrom(
  service: string,
  { config, topology, webTargets, protocolTargets }: LoadedConfig,
): string[] {
  const below = dependenciesOf(topology, service);
  const declared = (config.connectivity?.reach ?? []).filter(
    ({ from }) => from === service || below.includes(from),
  );
  const targets = Object.values(webTargets).filter(isAt(below));
  const greeted = Object.values(protocolTargets).filter(isAt(below));
  return [
    ...declared.map(({ from, to, port }) => `connectivity.reach:${from}-to-${to}:${port}`),
    ...targets.flatMap(({ name }) => [`connectivity.tcp:${name}`, `connectivity.http:${name}`]),
    ...greeted.flatMap(({ name }) => [`connectivity.tcp:${name}`, `connectivity.ping:${name}`]),
  ];
}

/** What follows for a check from where its targets are. */
export interface Implied {
  readonly needs: readonly string[];
  readonly excusedBy: readonly string[];
  readonly targets: readonly string[];
  /** The service it is about, then those it stands on. */
  readonly services: readonly string[];
}

function impliedByService(service: string, loaded: LoadedConfig): Implied {
  const services = [service, ...dependenciesOf(loaded.topology, service)];
  return { needs: [], excusedBy: standsOn(service, loaded), targets: [], services };
}

function impliedByTargets(level: Level, targets: readonly Target[], loaded: LoadedConfig): Implied {
  const needs: string[] = [];
  const excusedBy: string[] = [];
  for (const { name, endpoint } of targets) {
    if (level !== 'connectivity') {
      needs.push(`connectivity.tcp:${name}`);
      excusedBy.push(`connectivity.dns:${name}`, `connectivity.tls:${name}`);
    }
    // The page is what a target is asked for to see whether it answers at all
    if (level === 'pwa') excusedBy.push(`connectivity.http:${name}`);
    if (!('service' in endpoint)) continue;
    needs.unshift(`containers.running:${endpoint.service}`);
    excusedBy.push(
      ...containerChecks(endpoint.service),
      ...waysFrom(endpoint.service, loaded),
      ...standsOn(endpoint.service, loaded),
    );
  }
  const services = targets.flatMap(({ endpoint }) =>
    'service' in endpoint ? [endpoint.service, ...dependenciesOf(loaded.topology, endpoint.service)] : [],
  );
  return { needs, excusedBy, targets: targets.map(({ name }) => name), services: [...new Set(services)] };
}

/**
 * What follows from the stack without being declared: a check of a target needs the target's service to run and its
 * port to answer, and is excused by whatever that service stands on. Thousands of checks look at the same target: what
 * follows for them is found, and held, once.
 *
 * @param has whether the plan has a check of this id: others are left out
 */
export function createImplied(
  loaded: LoadedConfig,
  has: (id: string) => boolean,
): (planned: PlannedCheck) => Implied {
  const found = new Map<string, Implied>();
  const numbers = new Map<Target, number>();
  const numberOf = (target: Target) => {
    const number = numbers.get(target) ?? numbers.size;
    numbers.set(target, number);
    return number;
  };
  const once = (key: string, make: () => Implied): Implied => {
    const known = found.get(key);
    if (known !== undefined) return known;
    const { needs, excusedBy, ...rest } = make();
    const implied = {
      ...rest,
      needs: [...new Set(needs)].filter(has),
      excusedBy: [...new Set(excusedBy)].filter(has),
    };
    found.set(key, implied);
    return implied;
  };
  const byParams = new Map<Level, Map<object, Implied>>();
  return ({ level, instance: { subject, params } }) => {
    if (level === 'containers') return once(`${level} ${subject}`, () => impliedByService(subject, loaded));
    // Several checks look with the very same parameters.
    const ofLevel = byParams.get(level) ?? new Map<object, Implied>();
    byParams.set(level, ofLevel);
    const known = ofLevel.get(params);
    if (known !== undefined) return known;
    const targets = targetsIn(params);
    const key = `${level} ${targets.map(numberOf).join()}`;
    const implied = once(key, () => impliedByTargets(level, targets, loaded));
    ofLevel.set(params, implied);
    return implied;
  };
}
