import { isIP } from 'node:net';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { DatabaseTarget, Endpoint, ProtocolTarget, WebTarget } from '../../model/target.ts';

/** Anything that failsafe.yaml declares under `targets`. */
export type AnyTarget = WebTarget | DatabaseTarget | ProtocolTarget;

/** All targets, web first. */
export const targetsOf = ({ webTargets, databaseTargets, protocolTargets }: LoadedConfig): AnyTarget[] => [
  ...Object.values(webTargets),
  ...Object.values(databaseTargets),
  ...Object.values(protocolTargets),
];

/** The host name that must be looked up to reach an endpoint; undefined for services and IP addresses. */
export const nameOf = (endpoint: Endpoint): string | undefined =>
  'host' in endpoint && isIP(endpoint.host) === 0 ? endpoint.host : undefined;

/** The service behind an endpoint. */
export const serviceOf = (endpoint: Endpoint): string | undefined =>
  'service' in endpoint ? endpoint.service : undefined;

/** `users:5000`. */
export const whereIs = (endpoint: Endpoint): string =>
  `${'service' in endpoint ? endpoint.service : endpoint.host}:${endpoint.port}`;

/** The part of these services that level containers checks, as ids of one of its checks. */
export function containerChecks(
  { config, topology }: LoadedConfig,
  check: 'running' | 'restarts' | 'network',
  services: readonly (string | undefined)[],
): string[] {
  const ignored = config.containers?.ignore ?? [];
  return services
    .filter(
      service => service !== undefined && topology.services.includes(service) && !ignored.includes(service),
    )
    .map(service => `containers.${check}:${service}`);
}

/** Milliseconds for one look. */
export const timeoutOf = ({ config }: LoadedConfig): number | undefined => config.connectivity?.timeout;
