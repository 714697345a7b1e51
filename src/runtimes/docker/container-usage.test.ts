import { describe, expect, test } from 'vitest';
import { type ContainerStats, toUsage, worstUsage } from './container-usage.ts';

const cpu = (used: number, all?: number) => ({
  cpu_usage: { total_usage: used },
  system_cpu_usage: all,
  online_cpus: 4,
});

const stats: ContainerStats = {
  memory_stats: { usage: 1000, stats: { inactive_file: 300 } },
  cpu_stats: cpu(3_000, 80_000),
  precpu_stats: cpu(1_000, 40_000),
  networks: { eth0: { rx_bytes: 10, tx_bytes: 1 }, eth1: { rx_bytes: 5, tx_bytes: 2 } },
};

describe('the usage of a container', () => {
  test('is memory without droppable cache, CPU in percent of one core, traffic of all networks', () => {
    expect(toUsage(stats, 2000)).toEqual({
      memoryBytes: 700,
      memoryLimitBytes: 2000,
      cpuPercent: 20,
      receivedBytes: 15,
      sentBytes: 3,
    });
  });

  test('reads the cache as cgroup v1 names it, which counts children too', () => {
    const memory_stats = { usage: 1000, stats: { total_inactive_file: 400, inactive_file: 100 } };
    expect(toUsage({ ...stats, memory_stats }, 0)).toMatchObject({
      memoryBytes: 600,
      memoryLimitBytes: undefined,
    });
  });

  test('is no CPU before there is a second sample, and no traffic on the network of the host', () => {
    const first = { ...stats, precpu_stats: cpu(0), cpu_stats: cpu(3_000), networks: undefined };
    expect(toUsage(first, 0)).toMatchObject({ cpuPercent: 0, receivedBytes: undefined });
  });
});

test('of several containers the fullest and the busiest count', () => {
  const one = { memoryBytes: 900, memoryLimitBytes: 1000, cpuPercent: 5, receivedBytes: 1, sentBytes: 2 };
  const other = { memoryBytes: 1000, memoryLimitBytes: 4000, cpuPercent: 80, receivedBytes: 10 };
  expect(worstUsage([other, one])).toEqual({
    memoryBytes: 900,
    memoryLimitBytes: 1000,
    cpuPercent: 80,
    receivedBytes: 11,
    sentBytes: 2,
  });
});
