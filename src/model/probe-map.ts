import type { DiskRoom, ServiceState, ServiceUsage } from './stack.ts';

/** Every probe by its id: what it takes and what it returns. A probe adds one line here. */
export interface ProbeMap {
  services: { params: Record<string, never>; observation: readonly ServiceState[] };
  usage: { params: { service: string }; observation: ServiceUsage };
  logs: { params: { service: string; tail: number }; observation: readonly string[] };
  disk: { params: Record<string, never>; observation: DiskRoom };
}
