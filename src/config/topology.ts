/** The services of the application and what each stands on, as the compose file and `stack.processes` declare them. */
export interface Topology {
  /** Names in the order of declaration. */
  readonly services: readonly string[];
  /** Service → services it depends on directly (depends_on, network_mode: service:X, links, `needs`). */
  readonly dependsOn: Readonly<Record<string, readonly string[]>>;
  /** Services of profiles that are not active: declared, started only when somebody asks for them. Default: none. */
  readonly inactive?: readonly string[];
}

/** All services that `service` stands on, directly or not, the nearest first. */
export function dependenciesOf(topology: Topology, service: string): string[] {
  const found: string[] = [];
  const queue = [...(topology.dependsOn[service] ?? [])];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next === service || found.includes(next)) continue;
    found.push(next);
    queue.push(...(topology.dependsOn[next] ?? []));
  }
  return found;
}
