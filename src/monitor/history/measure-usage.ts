import type { ServiceUsage, Stack } from '../../model/stack.ts';
import type { Sample } from './series.ts';

const PATIENCE_MS = 10_000;

interface Traffic {
  readonly at: number;
  readonly receivedBytes?: number;
  readonly sentBytes?: number;
}

/** Bytes a second since the last look; undefined at the first one, and when the counter began anew. */
function rate(now: number | undefined, before: number | undefined, ms: number): number | undefined {
  if (now === undefined || before === undefined || now < before || ms <= 0) return undefined;
  return ((now - before) / ms) * 1000;
}

/** Asks what running services use. What does not run, or does not answer, is left out. */
export function createUsageMeter() {
  const last = new Map<string, Traffic>();

  function samples(name: string, usage: ServiceUsage, at: number): Sample[] {
    const { cpuPercent, memoryBytes, receivedBytes, sentBytes } = usage;
    const before = last.get(name);
    last.set(name, { at, receivedBytes, sentBytes });
    const ms = at - (before?.at ?? at);
    const values = {
      cpu: cpuPercent,
      memory: memoryBytes,
      received: rate(receivedBytes, before?.receivedBytes, ms),
      sent: rate(sentBytes, before?.sentBytes, ms),
    };
    return Object.entries(values).flatMap(([kind, value]) =>
      value === undefined ? [] : [{ kind: kind as Sample['kind'], name, value }],
    );
  }

  return async (stack: Stack, services: readonly string[], stop: AbortSignal): Promise<Sample[]> => {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(PATIENCE_MS)]);
    const used = await Promise.all(
      services.map(async name => {
        const usage = await stack.usage(name, signal).catch(() => undefined);
        return usage === undefined ? [] : samples(name, usage, Date.now());
      }),
    );
    return used.flat();
  };
}
