import type { Stack } from '../model/stack.ts';
import type { Endpoint } from '../model/target.ts';

/**
 * Which deployment these endpoints belong to, told apart from any other that the same failsafe.yaml may be used for:
 * what was left behind in one is never removed from another. Undefined when all of them end with the run.
 */
export function lastingDeployment(stack: Stack, endpoints: readonly Endpoint[]): string | undefined {
  const names = endpoints.flatMap(endpoint => {
    if (!('service' in endpoint)) return [`${endpoint.host}:${endpoint.port}`];
    return stack.deployment === undefined ? [] : [`${stack.deployment} ${endpoint.service}:${endpoint.port}`];
  });
  return names.length === 0 ? undefined : [...new Set(names)].sort().join(', ');
}
