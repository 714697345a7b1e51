import type { LoadedConfig } from '../config/loaded-config.ts';
import { dependenciesOf } from '../config/topology.ts';
import type { DatabaseTarget, WebTarget } from '../model/target.ts';
import type { PlannedCheck } from './planned-check.ts';

type Target = WebTarget | DatabaseTarget;

const isTarget = (value: unknown): value is Target =>
  typeof value === 'object' && value !== null && 'name' in value && 'endpoint' in value && 'tls' in value;

/** The targets that a check looks at, found in what its probe is told, nested steps included. */
function targetsIn(value: unknown, depth = 0): Target[] {
  if (isTarget(value)) return [value];
  if (typeof value !== 'object' || value === null || depth > 3) return [];
  return Object.values(value).flatMap(inner => targetsIn(inner, depth + 1));
}

const containerChecks = (service: string) =>
  ['running', 'restarts', 'healthy'].map(name => `containers.${name}:${service}`);

/** What keeps a service from working: itself and all it stands on, and the databases there. */
function standsOn(service: string, loaded: LoadedConfig): string[] {
  const services = dependenciesOf(loaded.topology, service);
  const databases = Object.values(loaded.databaseTargets).filter(
    ({ endpoint }) => 'service' in endpoint && services.includes(endpoint.service),
  );
  return [...services.flatMap(containerChecks), ...databases.map(({ name }) => `database.connect:${name}`)];
}

/**
 * What follows from the stack without being declared: a check of a target needs the target's service to run and its
 * port to answer, and is excused by whatever that service stands on. Ids that are not in the plan are dropped later.
 */
export function implied(
  planned: PlannedCheck,
  loaded: LoadedConfig,
): { needs: string[]; excusedBy: string[] } {
  const { level, instance } = planned;
  if (level === 'containers') {
    return { needs: [], excusedBy: standsOn(instance.subject, loaded) };
  }
  const needs: string[] = [];
  const excusedBy: string[] = [];
  for (const { name, endpoint } of targetsIn(instance.params)) {
    if (level !== 'connectivity') {
      needs.push(`connectivity.tcp:${name}`);
      excusedBy.push(`connectivity.dns:${name}`, `connectivity.tls:${name}`);
    }
    if (!('service' in endpoint)) continue;
    needs.unshift(`containers.running:${endpoint.service}`);
    excusedBy.push(...containerChecks(endpoint.service), ...standsOn(endpoint.service, loaded));
  }
  return { needs, excusedBy };
}
