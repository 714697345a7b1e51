import type { ServiceUsage } from '../../model/stack.ts';

interface CpuStats {
  readonly cpu_usage: { readonly total_usage: number };
  /** The sum of all cores. Missing until the engine has a second sample. */
  readonly system_cpu_usage?: number;
  /** Missing on engines before 17.06. */
  readonly online_cpus?: number;
}

/** The part of the engine's statistics that is read here; what an engine may leave out is optional. */
export interface ContainerStats {
  readonly memory_stats: {
    readonly usage?: number;
    readonly stats?: { readonly total_inactive_file?: number; readonly inactive_file?: number };
  };
  readonly cpu_stats: CpuStats;
  readonly precpu_stats: CpuStats;
  /** Missing for a container on the host's network. */
  readonly networks?: Readonly<Record<string, { readonly rx_bytes: number; readonly tx_bytes: number }>>;
}

function cpuPercent({ cpu_stats: now, precpu_stats: before }: ContainerStats): number {
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const all = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  if (used <= 0 || all <= 0) return 0;
  return (used / all) * (now.online_cpus ?? 1) * 100;
}

/**
 * What a container uses. Memory is without the file cache that the kernel can drop, as `docker stats` shows it: cgroup v1
 * names it total_inactive_file, v2 inactive_file. `limit` is the one that was set; 0 for none.
 */
export function toUsage(stats: ContainerStats, limit: number): ServiceUsage {
  const { usage = 0, stats: details } = stats.memory_stats;
  const droppable = details?.total_inactive_file ?? details?.inactive_file ?? 0;
  const networks = stats.networks && Object.values(stats.networks);
  return {
    memoryBytes: Math.max(0, usage - droppable),
    memoryLimitBytes: limit > 0 ? limit : undefined,
    cpuPercent: cpuPercent(stats),
    receivedBytes: networks?.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
    sentBytes: networks?.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
  };
}

const fullness = ({ memoryBytes, memoryLimitBytes }: ServiceUsage) =>
  memoryLimitBytes === undefined ? 0 : memoryBytes / memoryLimitBytes;

const total = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter(value => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
};

/** Of a service with several containers: the memory of the fullest, the CPU of the busiest, the traffic of all. */
export function worstUsage(usages: readonly [ServiceUsage, ...ServiceUsage[]]): ServiceUsage {
  const fullest = usages.reduce((worst, usage) =>
    (fullness(usage) - fullness(worst) || usage.memoryBytes - worst.memoryBytes) > 0 ? usage : worst,
  );
  return {
    ...fullest,
    cpuPercent: Math.max(...usages.map(usage => usage.cpuPercent)),
    receivedBytes: total(usages.map(usage => usage.receivedBytes)),
    sentBytes: total(usages.map(usage => usage.sentBytes)),
  };
}
