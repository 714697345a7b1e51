import type { ProbeContext } from '../../src/model/probe.ts';
import type { Address, Stack } from '../../src/model/stack.ts';

/** What a probe gets from the engine, with a stack that knows addresses only. */
export function contextFor(
  timeoutMs: number,
  addresses: Readonly<Record<string, Address>> = {},
): ProbeContext {
  const stack = {
    address: async (service: string) => addresses[service],
  } as unknown as Stack;
  return {
    stack,
    signal: AbortSignal.timeout(timeoutMs),
    timeoutMs,
    keepSecret: () => undefined,
    othersDone: async () => undefined,
  };
}
