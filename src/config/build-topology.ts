import type { ComposeProject } from './compose-file.ts';
import type { Config } from './schema/config.ts';
import type { Topology } from './topology.ts';

/** The services of compose file and `stack.processes` together; each stands on what either of them says. */
export function buildTopology(config: Config, compose: ComposeProject | undefined): Topology {
  const processes = config.stack?.processes ?? {};
  const composed = compose?.services ?? {};
  const services = [...new Set([...Object.keys(composed), ...Object.keys(processes)])];
  const of = <T>(map: Readonly<Record<string, T>>, name: string) =>
    Object.hasOwn(map, name) ? map[name] : undefined;
  const dependsOn = services.map(name => {
    const all = [...(of(composed, name)?.dependsOn ?? []), ...(of(processes, name)?.needs ?? [])];
    return [name, [...new Set(all)].filter(other => other !== name && services.includes(other))] as const;
  });
  const inactive = Object.keys(compose?.inactive ?? {}).filter(name => !services.includes(name));
  return { services, dependsOn: Object.fromEntries(dependsOn), inactive };
}
